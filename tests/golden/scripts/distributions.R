o<-function(k,...) cat(paste(k,paste(sprintf("%.17g",c(...)),collapse=","),sep=","),"\n",sep="")
ref<-function(q,p,cdf,pdf) {for(i in 1:3){tail<-if(p<=.5) cdf(q,TRUE)-p else (1-p)-cdf(q,FALSE); q<-q-tail/pdf(q)}; q}
cat("what,x,df1,df2,value\n")
ps<-c(.0001,.005,.025,.1,.5,.9,.975,.995,.9999)
for(a in c(1,2,5,29,100,1000)) for(b in c(1,3.5,15,174,1000,27500)) for(p in c(.005,.025,.5,.975,.995)) o("f_quantile",p,a,b,ref(qf(p,a,b),p,function(q,l) pf(q,a,b,lower.tail=l),function(q) df(q,a,b)))
for(d in c(1,2,3.5,10,29,100,1000,1e5)) for(p in ps[ps!=.5]) {o("t_quantile",p,d,0,ref(qt(p,d),p,function(q,l) pt(q,d,lower.tail=l),function(q) dt(q,d))); o("chi_squared_quantile",p,d,0,ref(qchisq(p,d),p,function(q,l) pchisq(q,d,lower.tail=l),function(q) dchisq(q,d)))}
for(p in c(1e-200,1e-20,1e-5,ps[ps!=.5],1-1e-10)) o("normal_quantile",p,0,0,qnorm(p))
for(x in c(-30,-10,-5,-2,-.5,0,.001,1,3,8)) o("normal_cdf",x,0,0,pnorm(x))
for(d in c(1,2,3,10,29,100,1000)) for(x in c(.1,1,2,5,20)) {o("t_two_sided",x,d,0,2*pt(-x,d))}
for(d in c(1,2,10,100,1000)) for(x in c(.1,.9,1.1,2,5)) {p<-pchisq(x*d,d); if(p>1e-290)o("chi_squared_cdf",x*d,d,0,p);p<-pchisq(x*d,d,lower=F); if(p>1e-290)o("chi_squared_upper",x*d,d,0,p)}
for(a in c(1,2,29,500)) for(b in c(1,15,174,5000)) for(x in c(.1,.9,1.1,3)) {p<-pf(x,a,b);o("f_cdf",x,a,b,p);p<-pf(x,a,b,lower=F);if(p>1e-290)o("f_upper",x,a,b,p)}
for(a in c(.5,1,12,60)) for(b in c(.5,1,3,200)) for(p in c(.001,.025,.5,.975)) o("beta_quantile",p,a,b,ref(qbeta(p,a,b),p,function(q,l) pbeta(q,a,b,lower.tail=l),function(q) dbeta(q,a,b)))
