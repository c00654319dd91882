source("answers.R")
suppressPackageStartupMessages(library(mice))
tight <- list(epsilon = 1e-14, maxit = 100)
# six imputed sets, fixed: in set i a missing feature of the patient in line j is present if (i * j) modulo 5 is below 2
sets <- lapply(1:6, function(i) {
  filled <- (i * seq_len(nrow(cohort))) %% 5 < 2
  data <- cohort
  for (name in c("raynaud", "skin")) data[[name]] <- ifelse(is.na(data[[name]]), as.numeric(filled), data[[name]])
  data
})
fits <- lapply(sets, function(data) glm(response ~ raynaud + skin, binomial, data, control = tight))
pooled <- pool(as.mira(fits))$pooled
limits <- summary(pool(as.mira(fits)), conf.int = TRUE)
rownames(pooled) <- rownames(limits) <- pooled$term
named <- c(log_or = "estimate", within = "ubar", between = "b", total = "t", df = "df", relative_increase = "riv", fmi = "fmi")
of_sets <- function(name, what) sapply(fits, function(fit) coef(summary(fit))[name, what])
# the same with one set left out, for the jackknife
without <- function(name) sapply(1:6, function(i) {
  one <- pool(as.mira(fits[-i]))$pooled
  one[one$term == name, "estimate"] - qt(0.975, one[one$term == name, "df"]) * sqrt(one[one$term == name, "t"])
})
jackknife <- function(values) sqrt(5 / 6 * sum((values - mean(values))^2))
for (name in c("raynaud", "skin")) {
  for (ours in names(named)) {
    answer("pool", paste0("r.", name, ".", ours), sprintf("pooled['%s', '%s']", name, named[[ours]]), "mice")
  }
  answer("pool", paste0("r.", name, ".ci_low"), sprintf("limits['%s', '2.5 %%']", name), "mice")
  answer("pool", paste0("r.", name, ".ci_high"), sprintf("limits['%s', '97.5 %%']", name), "mice")
  answer("pool", paste0("r.", name, ".p"), sprintf("limits['%s', 'p.value']", name), "mice")
  answer("pool", paste0("r.", name, ".mc_log_or"), sprintf("sqrt(pooled['%s', 'b'] / 6)", name), "mice")
  answer("pool", paste0("r.", name, ".mc_log_ci_low"), sprintf("jackknife(without('%s'))", name), "mice")
  # Rubin's degrees of freedom, for infinitely many patients
  answer("pool", paste0("r.", name, ".df_large"),
         sprintf("pool.scalar(of_sets('%s', 1), of_sets('%s', 2)^2, n = Inf)$df", name, name), "mice")
}
write_answers("imputation")
