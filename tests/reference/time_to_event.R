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

# With competing events: the multi-state (Aalen-Johansen) estimate; its log-log interval is the function's own formula,
# share^exp(-+ z se / (share log(share))), with the infinitesimal jackknife's standard error.
ending <- ifelse(cohort$event == 1, 1, ifelse(cohort$stopped == 1, 2, 0))
cohort$ending <- factor(ending, 0:2, c("censored", "event", "stopped"))
states <- survfit(Surv(months, ending) ~ 1, cohort, conf.type = "log-log")
of_event <- list(percent = "100 * %s$pstate[, 2]", ci_low = "100 * %s$lower[, 2]", ci_high = "100 * %s$upper[, 2]",
                 at_risk = "%s$n.risk[, 1]")
for (time in c("3", "6", "12", "24")) for (name in names(of_event))
  answer("with_competing", sprintf("r.%s.%s", time, name),
         sprintf(of_event[[name]], sprintf("summary(states, times = %s)", time)), "survival")
# nobody is censored, the last patient ends without the event: at 6 nobody is left at risk
all_end <- survfit(Surv(1:6, factor(c(1, 2, 1, 1, 2, 2), 0:2)) ~ 1, conf.type = "log-log")
for (time in c("1", "4", "6")) for (name in names(of_event))
  answer("all_end", sprintf("r.all_end.%s.%s", time, name),
         sprintf(of_event[[name]], sprintf("summary(all_end, times = %s)", time)), "survival")
write_answers("time_to_event")
