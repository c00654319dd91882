source("answers.R")
for (name in c("age", "haq_before", "ck_before")) {
  x <- sprintf("na.omit(cohort$%s)", name)
  commands <- c(n = "length(%s)", mean = "mean(%s)", sd = "sd(%s)", median = "median(%s)",
                q1 = "quantile(%s, 0.25, type = 7)", q3 = "quantile(%s, 0.75, type = 7)")
  for (statistic in names(commands))
    answer("describe_numbers", paste0("r.", name, ".", statistic), sprintf(commands[[statistic]], x))
  answer("describe_numbers", paste0("r.", name, ".missing"), sprintf("sum(is.na(cohort$%s))", name))
}
answer("describe_levels", "r.raynaud.percent", "100 * mean(cohort$raynaud, na.rm = TRUE)")
answer("describe_levels", "r.raynaud.count", "sum(cohort$raynaud, na.rm = TRUE)")
for (level in c("DM", "IMNM"))
  answer("describe_levels", paste0("r.diagnosis.", tolower(level), ".percent"),
         sprintf("100 * prop.table(table(cohort$diagnosis))['%s']", level))
write_answers("describe")
