source("answers.R")
# Tables a of n1 and c of n0: that of Raynaud's phenomenon in background.md, and ones with small and empty cells.
for (name in c("29 96 15 27", "47 96 22 27", "14 40 6 42", "5 9 3 30", "0 12 5 11", "17 35 9 38")) {
  k <- as.integer(strsplit(name, " ")[[1]])
  t <- sprintf("matrix(c(%d, %d, %d, %d), 2)", k[1], k[2] - k[1], k[3], k[4] - k[3])
  model <- sprintf("glm(c(1, 0, 1, 0) ~ c(1, 1, 0, 0), binomial, weights = c(%s), control = glm.control(epsilon = 1e-14))", paste(k[1], k[2] - k[1], k[3], k[4] - k[3], sep = ", "))
  id <- paste0(gsub(" ", "_", name), ".")
  answer("p_values", paste0(id, "chi-squared test"), sprintf("suppressWarnings(chisq.test(%s, correct = FALSE))$p.value", t))
  answer("p_values", paste0(id, "chi-squared test with Yates' correction"), sprintf("suppressWarnings(chisq.test(%s))$p.value", t))
  answer("p_values", paste0(id, "Fisher's exact test"), sprintf("fisher.test(%s)$p.value", t))
  answer("p_values", paste0(id, "likelihood-ratio test"), sprintf("anova(%s, test = 'LRT')[2, 'Pr(>Chi)']", model))
  if (min(k[1], k[2] - k[1], k[3], k[4] - k[3]) > 0)
    answer("p_values", paste0(id, "Wald's test"), sprintf("coef(summary(%s))[2, 4]", model))
}
write_answers("two_by_two")
