# Uniquenesses of one-factor models by R's factanal, on simulated answers of 1 to 5: run from tests/golden.
set.seed(7)
rows <- character(); expected <- character(); kept <- 0
for (s in 1:200) {
  k <- sample(c(3, 4, 5, 8, 12), 1); n <- sample(c(15, 25, 40, 120), 1)
  l <- runif(k, .1, .9); f <- rnorm(n)
  x <- sapply(l, function(a) round(pmin(5, pmax(1, 3 + 1.2 * (a * f + sqrt(1 - a^2) * rnorm(n))))))
  u <- tryCatch(factanal(x, 1, lower = 1e-4, control = list(nstart = 3, opt = list(factr = 10)))$uniquenesses, error = function(e) NA)
  # Set 110 is one on which scoring steps alone would swing to and fro.
  if (anyNA(u) || any(u < 2e-4) || k > 5 || n > 40 || (kept >= 11 && s != 110)) next
  kept <- kept + 1
  rows <- c(rows, apply(x, 1, function(r) paste(c(s, r, rep("", 5 - k)), collapse = ",")))
  expected <- c(expected, sprintf("\"%d\": [%s]", s, paste(sprintf("%.10g", u), collapse = ", ")))
}
writeLines(c("set,x1,x2,x3,x4,x5", rows), "data/one_factor.csv")
writeLines(paste0("{", paste(expected, collapse = ",\n "), "}"), "expected/one_factor.R.json")
