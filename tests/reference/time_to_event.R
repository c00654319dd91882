source("answers.R")
library(survival)
curve <- survfit(Surv(months, event) ~ 1, cohort, conf.type = "log-log")
for (time in c("3", "6", "12", "24")) {
  at <- sprintf("summary(curve, times = %s)", time)
  id <- sprintf("r.%s.", time)
  answer("cumulative_incidence", paste0(id, "percent"), sprintf("100 * (1 - %s$surv)", at), "survival")
  answer("cumulative_incidence", paste0(id, "ci_low"), sprintf("100 * (1 - %s$upper)", at), "survival")
  answer("cumulative_incidence", paste0(id, "ci_high"), sprintf("100 * (1 - %s$lower)", at), "survival")
  answer("cumulative_incidence", paste0(id, "at_risk"), sprintf("%s$n.risk", at), "survival")
}
write_answers("time_to_event")
