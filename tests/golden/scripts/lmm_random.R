# Random small data sets and the lme4 fits of them (the best of two optimisers), to check the mixed model beyond the shared sets.
# Rscript lmm_random.R out.json seed per-kind: lmm_random is 20260701 and 36; lmm_hard holds case 208 of seed 11 and case 387 of
# seed 22, both with 80 of each kind (a side valley, and a bent one).
suppressMessages({library(lme4); library(jsonlite)})
args<-commandArgs(TRUE); set.seed(as.integer(args[2]))
ctl<-function(o) lmerControl(optimizer=o,calc.derivs=FALSE,optCtrl=if(o=="bobyqa") list(maxfun=1e5,rhoend=1e-9) else list(maxeval=1e5,xtol_abs=1e-10,ftol_abs=1e-12),check.conv.singular="ignore")
fit<-function(fo,d,REML){ fs<-lapply(c("bobyqa","nloptwrap"),function(o) tryCatch(suppressWarnings(suppressMessages(lmer(fo,d,REML=REML,control=ctl(o)))),error=function(e) NULL)); fs<-Filter(Negate(is.null),fs); if(!length(fs)) return(NULL); fs[[which.min(sapply(fs,deviance_of))]] }
deviance_of<-function(f) -2*as.numeric(logLik(f))
num<-function(x) signif(x,15)
one<-function(kind,i){
  G<-sample(4:15,1); nb<-sample(2:9,G,TRUE); H<-sample(3:6,1)
  REML<-i%%2==0; s0<-sample(c(0,.2,1,3),1); s1<-sample(c(0,.1,.5,1.5),1); s2<-sample(c(0,.3,1),1); r<-runif(1,-.9,.9)
  if(kind %in% c("intercept","slope","slope_ind")){
    g<-rep(seq_len(G),nb); t<-round(rnorm(length(g),if(i%%3==0) 5 else 0,1.5),2); u0<-rnorm(G,0,s0); u1<-s1*(r*u0/max(s0,1e-9)+sqrt(1-r^2)*rnorm(G)); if(s0==0) u1<-rnorm(G,0,s1)
    y<-round(3+.4*t+u0[g]+u1[g]*t+rnorm(length(g)),3); d<-data.frame(y,t,g,h=0)
    fo<-switch(kind,intercept=y~t+(1|g),slope=y~t+(t|g),slope_ind=y~t+(t||g))
  } else {
    h<-rep(seq_len(H),each=sample(2:4,1)); a<-seq_along(h); nb<-sample(2:6,length(a),TRUE); g<-rep(a,nb); hh<-rep(h,nb); t<-round(rnorm(length(g)),2)
    y<-round(1+.5*t+rnorm(length(a),0,s0)[g]+rnorm(H,0,s2)[hh]+(if(kind=="nested_slope") rnorm(length(a),0,s1)[g]*t else 0)+rnorm(length(g)),3); d<-data.frame(y,t,g,h=hh)
    fo<-switch(kind,nested=y~t+(1|h/g),nested_slope=y~t+(t|h:g)+(1|h))
  }
  f<-fit(fo,d,REML); if(is.null(f)) return(NULL)
  v<-lapply(VarCorr(f),function(m) unname(as.list(num(as.vector(as.matrix(m))))))
  if(kind=="slope_ind") v<-list(g=list(v[[1]][[1]],0,0,v[[2]][[1]]))
  list(kind=kind,reml=REML,y=d$y,t=d$t,g=d$g,h=d$h,fixed=num(unname(fixef(f))),se=num(unname(sqrt(diag(as.matrix(vcov(f)))))),variances=unname(v),residual=num(sigma(f)^2),criterion=num(deviance_of(f)),singular=isSingular(f))
}
out<-list(); for(k in c("intercept","slope","slope_ind","nested","nested_slope")) for(i in seq_len(as.integer(args[3]))) { o<-one(k,i); if(!is.null(o)) out[[length(out)+1]]<-o }
write(toJSON(out,auto_unbox=TRUE,digits=NA),args[1]); cat(length(out),"cases\n"); print(table(sapply(out,`[[`,"kind"),sapply(out,`[[`,"singular")))
