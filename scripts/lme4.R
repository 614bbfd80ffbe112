# Writes the rows of two mixed models to the folder given, fits both with lme4 and prints the median time of five fits.
suppressPackageStartupMessages(library(lme4))
folder <- commandArgs(trailingOnly = TRUE)[1]
set.seed(1)
people <- 1000; sessions <- 50
group <- rep(seq_len(people), each = sessions)
time <- rep(seq_len(sessions) - 1, people)
slope <- data.frame(group, time, outcome = 3 + rnorm(people)[group] + (0.02 + 0.05 * rnorm(people)[group]) * time +
                      rnorm(people * sessions))
outer <- (group - 1) %/% 20 + 1
nested <- data.frame(outer, inner = group, time, outcome = 3 + 0.3 * rnorm(50)[outer] + rnorm(people)[group] +
                       0.02 * time + rnorm(people * sessions))
write.csv(slope, file.path(folder, "slope.csv"), row.names = FALSE, quote = FALSE)
write.csv(nested, file.path(folder, "nested.csv"), row.names = FALSE, quote = FALSE)
ms <- function(fit) median(replicate(5, { start <- proc.time()[["elapsed"]]; fit(); (proc.time()[["elapsed"]] - start) * 1e3 }))
quiet <- lmerControl(calc.derivs = FALSE)
cat(sprintf("lme4: intercept and slope, 50000 rows %22.0f ms\n", ms(function() lmer(outcome ~ time + (time | group), slope, control = quiet))))
cat(sprintf("lme4: three nested levels, 50000 rows %22.0f ms\n", ms(function() lmer(outcome ~ time + (1 | outer / inner), nested, control = quiet))))
