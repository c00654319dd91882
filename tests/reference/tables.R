source("answers.R")
# k x 2 tables, rows separated by ; as in the id: margins of the study (96 and 27), rare levels, ties in probability
tables <- list(
  six_levels = rbind(c(40, 5), c(22, 9), c(12, 4), c(10, 3), c(8, 2), c(4, 4)),
  rare_level = rbind(c(60, 15), c(30, 8), c(5, 1), c(1, 3)),
  three_levels = rbind(c(3, 0), c(1, 2), c(0, 3)),
  no_association = rbind(c(4, 4), c(4, 4), c(4, 4)),
  extreme = rbind(c(50, 0), c(30, 2), c(10, 9), c(6, 16)),
  two_by_two = rbind(c(78, 16), c(18, 11)))
for (name in names(tables))
  answer("enumerate_tables", paste0("r.", name, ".p"), sprintf("fisher.test(tables$%s, workspace = 2e7)$p.value", name))
answer("chi_squared", "r.three_by_two.p", "chisq.test(rbind(c(20, 14), c(15, 16), c(9, 22)), correct = FALSE)$p.value")
answer("fisher", "r.four_by_three.p", "fisher.test(rbind(c(8, 3, 2), c(5, 7, 1), c(2, 4, 6), c(1, 2, 5)))$p.value")

pairs <- list(raynaud = c("response", "raynaud"), skin = c("response", "skin"), myalgia = c("skin", "myalgia"))
for (name in names(pairs)) {
  outcome <- pairs[[name]][1]; exposure <- pairs[[name]][2]
  id <- paste0("r.", name, ".")
  counted <- sprintf("table(factor(cohort$%s, 1:0), factor(cohort$%s, 1:0))", exposure, outcome)
  woolf <- sprintf("{t2 <- %s; log(t2[1, 1] * t2[2, 2] / t2[1, 2] / t2[2, 1])", counted)
  answer("two_by_two", paste0(id, "or"), paste0("exp(", woolf, "})"))
  answer("two_by_two", paste0(id, "ci_low"), paste0("exp(", woolf, " - qnorm(0.975) * sqrt(sum(1 / t2))})"))
  answer("two_by_two", paste0(id, "ci_high"), paste0("exp(", woolf, " + qnorm(0.975) * sqrt(sum(1 / t2))})"))
  # Newcombe's method 10, from the two Wilson intervals, which are those of prop.test without its correction
  newcombe <- sprintf(paste("{t2 <- %s; w <- sapply(1:2, function(j) {s <- prop.test(t2[1, j], sum(t2[, j]), correct = FALSE);",
    "c(s$estimate, s$conf.int)}); 100 * (w[1, 1] - w[1, 2]"), counted)
  answer("two_by_two", paste0(id, "difference"), paste0(newcombe, ")}"))
  answer("two_by_two", paste0(id, "difference_low"),
         paste0(newcombe, " - sqrt((w[1, 1] - w[2, 1])^2 + (w[3, 2] - w[1, 2])^2))}"))
  answer("two_by_two", paste0(id, "difference_high"),
         paste0(newcombe, " + sqrt((w[3, 1] - w[1, 1])^2 + (w[1, 2] - w[2, 2])^2))}"))
  answer("two_by_two", paste0(id, "p"), sprintf("fisher.test(%s)$p.value", counted))
  answer("two_by_two", paste0(id, "p_chi2"), sprintf("chisq.test(%s, correct = FALSE)$p.value", counted))
  answer("two_by_two", paste0(id, "p_yates"), sprintf("chisq.test(%s, correct = TRUE)$p.value", counted))
}
write_answers("tables")
