source("answers.R")
library(nlme)
visits <- read.csv("visits.csv", na.strings = "")
visits$visit <- factor(visits$visit, c("baseline", "month_3", "month_6", "end"))
tight <- lmeControl(tolerance = 1e-12, msTol = 1e-14, opt = "optim", reltol = 1e-16)
means <- lme(value ~ 0 + visit, random = ~ 1 | patient, data = visits, na.action = na.omit, control = tight)
V <- vcov(means)
for (i in seq_along(levels(visits$visit))) {
  name <- levels(visits$visit)[i]
  estimate <- sprintf("fixef(means)[[%d]]", i); se <- sprintf("qnorm(0.975) * sqrt(V[%d, %d])", i, i)
  answer("trajectory", sprintf("r.%s.mean", name), estimate, "nlme")
  answer("trajectory", sprintf("r.%s.ci_low", name), paste(estimate, "-", se), "nlme")
  answer("trajectory", sprintf("r.%s.ci_high", name), paste(estimate, "+", se), "nlme")
  if (i > 1) {
    d <- sprintf("(fixef(means)[[%d]] - fixef(means)[[1]])", i); v <- sprintf("sqrt(V[%d, %d] + V[1, 1] - 2 * V[1, %d])", i, i, i)
    answer("trajectory", sprintf("r.%s.change.mean", name), d, "nlme")
    answer("trajectory", sprintf("r.%s.change.ci_low", name), sprintf("%s - qnorm(0.975) * %s", d, v), "nlme")
    answer("trajectory", sprintf("r.%s.change.ci_high", name), sprintf("%s + qnorm(0.975) * %s", d, v), "nlme")
    answer("trajectory", sprintf("r.%s.change.p", name), sprintf("2 * pnorm(-abs(%s / %s))", d, v), "nlme")
  }
}
answer("trajectory", "r.sd_patient", "as.numeric(VarCorr(means)['(Intercept)', 'StdDev'])", "nlme")
answer("trajectory", "r.sd_residual", "means$sigma", "nlme")
answer("trajectory", "r.n", "means$dims$ngrps[['patient']]", "nlme")
answer("trajectory", "r.n_observations", "nobs(means)", "nlme")
write_answers("mixed")
