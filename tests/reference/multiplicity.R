source("answers.R")
family <- c(0.0004, 0.011, 0.011, 0.021, 0.034, 0.048, 0.2, 0.87)
for (i in seq_along(family)) {
  answer("adjust", sprintf("r.test_%d.p_holm", i), sprintf("p.adjust(family, 'holm')[%d]", i))
  answer("adjust", sprintf("r.test_%d.p_fdr", i), sprintf("p.adjust(family, 'BH')[%d]", i))
}
write_answers("multiplicity")
