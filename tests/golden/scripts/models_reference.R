# Reference numbers for what the shared sets do not hold: survival with ties, competing risks, DeLong, logistic regression,
# a mixed model with three nested levels of groups, conditional variances, binomial limits.
suppressMessages({library(survival); library(pROC); library(lme4); library(jsonlite)})
set.seed(4101); out<-list(); n<-60
# survival of three groups, many ties
t<-sample(1:14,n,TRUE); e<-rbinom(n,1,.6); g<-rep(0:2,20); lr<-survdiff(Surv(t,e)~g)
f<-survfit(Surv(t,e)~1,conf.type="log-log"); q<-quantile(f,c(.25,.5,.75))
out$survival<-list(time=t,event=e,group=g,steps=list(time=f$time,surv=f$surv,lower=f$lower,upper=f$upper,chaz=f$cumhaz,se_chaz=f$std.chaz),quantile=list(estimate=unname(q$quantile),lower=unname(q$lower),upper=unname(q$upper)),logrank=list(chisq=lr$chisq,expected=unname(lr$exp)))
# competing risks, whole and from a landmark; the variance is the Greenwood-type one of the matrix product integral
cz<-sample(0:2,n,TRUE,c(.35,.4,.25)); aj<-function(t,cz){ f<-survfit(Surv(t,factor(cz,0:2))~1); ord<-sort(unique(t)); P<-diag(3); V<-matrix(0,9,9)
 for(u in ord){ nr<-sum(t>=u); d<-sapply(1:2,function(k) sum(t==u&cz==k)); A<-diag(3); A[1,]<-c(1-sum(d)/nr,d/nr); D<-matrix(0,9,9); idx<-function(i,j) (j-1)*3+i
  p<-d/nr; S<-(diag(p)-outer(p,p))/nr; full<-rbind(c(sum(S),-colSums(S)),cbind(-rowSums(S),S)); for(a in 1:3) for(b in 1:3) D[idx(1,a),idx(1,b)]<-full[a,b]
  V<-kronecker(t(A),diag(3))%*%V%*%kronecker(A,diag(3))+kronecker(diag(3),P)%*%D%*%kronecker(diag(3),t(P)); P<-P%*%A }
 list(time=f$time,p1=f$pstate[,2],p2=f$pstate[,3],free=f$pstate[,1],se_last=sqrt(c(V[4,4],V[7,7]))) }
k<-t>4; out$competing<-list(time=t,cause=cz,all=aj(t,cz),landmark=4,after=aj(t[k],cz[k]))
# two correlated scores
y<-rbinom(n,1,.45); s1<-round(y*.8+rnorm(n),1); s2<-round(.6*s1+rnorm(n),1); r1<-roc(y,s1,quiet=TRUE,direction="<"); r2<-roc(y,s2,quiet=TRUE,direction="<"); tt<-roc.test(r1,r2,method="delong",paired=TRUE)
out$roc<-list(y=y,s1=s1,s2=s2,auc1=as.numeric(auc(r1)),auc2=as.numeric(auc(r2)),var1=var(r1,method="delong"),ci1=as.numeric(ci(r1,method="delong")),z=unname(tt$statistic),p=tt$p.value)
# logistic regression and calibration
x1<-round(rnorm(n),2); x2<-round(rnorm(n,50,9)); yy<-rbinom(n,1,plogis(-.2+.9*x1+.03*(x2-50))); gl<-glm(yy~x1+x2,binomial,control=glm.control(epsilon=1e-14)); pr<-plogis(.3+1.4*x1); c1<-glm(yy~qlogis(pr),binomial,control=glm.control(epsilon=1e-14)); c0<-glm(yy~offset(qlogis(pr)),family=binomial,control=glm.control(epsilon=1e-14))
out$logistic<-list(y=yy,x1=x1,x2=x2,coef=unname(coef(gl)),vcov=as.vector(vcov(gl)),loglik=as.numeric(logLik(gl)),predicted=pr,calibration=list(coef=unname(coef(c1)),se=unname(sqrt(diag(vcov(c1)))),large=unname(coef(c0)),large_se=unname(sqrt(diag(vcov(c0))))))
# mixed models: three nested levels of groups; slope with conditional variances
a<-rep(1:5,each=24); b<-rep(1:20,each=6); cc<-rep(1:60,each=2); z<-round(2+rnorm(5)[a]+rnorm(20)[b]+rnorm(60,0,.8)[cc]+rnorm(120),3); keep<-sort(sample(120,110)); dd<-data.frame(a,b,cc,z)[keep,]
m<-lmer(z~1+(1|a/b/cc),dd,control=lmerControl(optimizer="bobyqa",optCtrl=list(rhoend=1e-9))); re<-ranef(m,condVar=TRUE); se<-lapply(re,function(r) sqrt(as.numeric(attr(r,"postVar")))); v<-as.data.frame(VarCorr(m))
inner<-rownames(re[["cc:(b:a)"]]); mid<-rownames(re[["b:a"]])
out$nested3<-list(a=dd$a,b=dd$b,c=dd$cc,z=dd$z,fixed=unname(fixef(m)),se=sqrt(as.numeric(vcov(m))),vc=setNames(as.list(v$vcov),v$grp),criterion=as.numeric(REMLcrit(m)),AIC=AIC(m),BIC=BIC(m),inner=list(label=inner,mode=re[["cc:(b:a)"]][[1]],se=se[["cc:(b:a)"]]),middle=list(label=mid,mode=re[["b:a"]][[1]],se=se[["b:a"]]),outer=list(label=rownames(re$a),mode=re$a[[1]],se=se$a))
g2<-rep(1:12,each=5); tt2<-round(runif(60,0,6),1); z2<-round(1+.5*tt2+rnorm(12)[g2]+rnorm(12,0,.4)[g2]*tt2+rnorm(60),3); d2<-data.frame(g2,tt2,z2)
ms<-lmer(z2~tt2+(tt2|g2),d2,REML=FALSE,control=lmerControl(optimizer="bobyqa",optCtrl=list(rhoend=1e-9))); rs<-ranef(ms,condVar=TRUE)$g2; pv<-attr(rs,"postVar")
out$slope<-list(g=g2,t=tt2,y=z2,fixed=unname(fixef(ms)),vcov=as.vector(as.matrix(vcov(ms))),cov=as.vector(VarCorr(ms)$g2),residual=sigma(ms)^2,deviance=-2*as.numeric(logLik(ms)),AIC=AIC(ms),BIC=BIC(ms),mode0=rs[[1]],mode1=rs[[2]],post=as.vector(pv))
# exact limits
out$binomial<-lapply(list(c(0,10),c(3,20),c(7,9),c(19,20),c(120,400)),function(v){ b<-binom.test(v[1],v[2]); list(x=v[1],n=v[2],lower=b$conf.int[1],upper=b$conf.int[2]) })
lim<-function(p,n,th){ r<-qbinom(p,n,th); a<-(pbinom(r,n,th)-p)/dbinom(r,n,th); min(1,max(0,(r-a)/n)) }
out$funnel<-lapply(list(c(.2,20),c(.2,150),c(.55,33),c(.03,12)),function(v) list(target=v[1],n=v[2],lower=lim(.025,v[2],v[1]),upper=lim(.975,v[2],v[1]),lower3=lim(.001,v[2],v[1]),upper3=lim(.999,v[2],v[1])))
est<-round(rnorm(15,0,2),2); s<-round(runif(15,.4,1.5),2); zz<-(est-.1)/s; qz<-quantile(zz,c(.1,.9)); w<-pmin(pmax(zz,qz[1]),qz[2]); phi<-mean(w^2); out$overdispersion<-list(estimate=est,se=s,target=.1,phi=phi,tau2=max(0,(15*phi-14)/(sum(s^-2)-sum(s^-4)/sum(s^-2))))
# multiple regression
o<-lm(z2~tt2+I(tt2^2)+g2,d2); out$regression<-list(coef=unname(coef(o)),vcov=as.vector(vcov(o)),sigma=sigma(o),r2=summary(o)$r.squared,adj=summary(o)$adj.r.squared,p=unname(summary(o)$coefficients[,4]),ci=as.vector(confint(o)))
out$versions<-list(R=paste(R.version$major,R.version$minor,sep="."),survival=as.character(packageVersion("survival")),pROC=as.character(packageVersion("pROC")),lme4=as.character(packageVersion("lme4")))
write(toJSON(out,auto_unbox=TRUE,digits=NA,na="null"),commandArgs(TRUE)[1])
