# Each person's slope of the outcome over sessions (the group's and the person's deviation) and its conditional error.
# Rscript personal_slopes.R data/g10_synthetic_alliance.csv expected/personal_slopes.R.json
suppressMessages({library(lme4);library(jsonlite)})
a<-commandArgs(TRUE); d<-read.csv(a[1])
m<-lmer(outcome~session+(session|patient),d,control=lmerControl(optimizer="bobyqa",optCtrl=list(rhoend=1e-9)))
r<-ranef(m,condVar=TRUE)$patient; pv<-attr(r,"postVar"); slope<-fixef(m)[["session"]]+r$session; se<-sqrt(pv[2,2,])
out<-list(versions=list(R=paste(R.version$major,R.version$minor,sep="."),lme4=as.character(packageVersion("lme4"))),patient=rownames(r),slope=slope,se=se,HLM=slope/se)
write(toJSON(out,auto_unbox=TRUE,digits=NA),a[2])
