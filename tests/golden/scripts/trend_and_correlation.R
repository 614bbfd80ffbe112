# Reference values in base R beside those of the sets: run from tests/golden.
num <- function(x) if (length(x) == 1) sprintf("%.17g", x) else paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
obj <- function(l) paste0("{", paste(sprintf("\"%s\": %s", names(l), l), collapse = ", "), "}")
d <- read.csv("data/g04_nile.csv"); x <- d$year; y <- d$flow
slope <- median(sapply(seq_along(x), function(i) median((y[-i] - y[i]) / (x[-i] - x[i]))))
f <- lm(y ~ x)
a <- read.csv("data/g01_attitude.csv")
pairs <- lapply(names(a)[-1], function(n) {
  t <- cor.test(a$rating, a[[n]])
  obj(list(r = num(unname(t$estimate)), p = num(t$p.value), interval = num(as.numeric(t$conf.int))))
})
cat(obj(list(
  siegel = obj(list(slope = num(slope), intercept = num(median(y - slope * x)))),
  slope_interval = obj(list(`90` = num(confint(f, "x", .90)), `95` = num(confint(f, "x", .95)), `99` = num(confint(f, "x", .99)))),
  correlation = obj(setNames(pairs, names(a)[-1]))
)), "\n")
