source("answers.R")
suppressPackageStartupMessages({library(MASS); library(brglm2)})
tight <- list(epsilon = 1e-14, maxit = 100)
model <- response ~ raynaud + skin + age
fitted <- glm(model, binomial, cohort, control = tight)
reduced <- function(name) anova(update(fitted, as.formula(paste(". ~ . -", name)), data = na.omit(cohort[all.vars(model)])),
                                update(fitted, data = na.omit(cohort[all.vars(model)])), test = "Chisq")[["Pr(>Chi)"]][2]
# the root of the profile deviance itself: MASS::confint interpolates with a spline, good to three digits only
profile_limit <- function(name, side) {
  data <- na.omit(cohort[all.vars(model)])
  gap <- function(b) {
    data$fixed <- b * data[[name]]
    free <- glm(update(model, as.formula(paste(". ~ . + offset(fixed) -", name))), binomial, data, control = tight)
    free$deviance - fitted$deviance - qchisq(0.95, 1)
  }
  centre <- coef(fitted)[[name]]
  reach <- side * 6 * sqrt(vcov(fitted)[name, name])
  uniroot(gap, sort(c(centre, centre + reach)), tol = 1e-13)$root
}
for (name in c("raynaud", "skin", "age")) {
  wald <- sprintf("coef(summary(fitted))['%s', %%d]", name)
  answer("logistic", paste0("r.", name, ".or"), sprintf("exp(coef(fitted)[['%s']])", name))
  answer("logistic", paste0("r.", name, ".ci_low"), sprintf("exp(confint.default(fitted)['%s', 1])", name))
  answer("logistic", paste0("r.", name, ".ci_high"), sprintf("exp(confint.default(fitted)['%s', 2])", name))
  answer("logistic", paste0("r.", name, ".p"), sprintf("coef(summary(fitted))['%s', 4]", name))
  answer("profile", paste0("r.", name, ".ci_low"), sprintf("exp(profile_limit('%s', -1))", name))
  answer("profile", paste0("r.", name, ".ci_high"), sprintf("exp(profile_limit('%s', 1))", name))
  answer("profile", paste0("r.", name, ".p"), sprintf("reduced('%s')", name))
  answer("MASS", paste0("r.", name, ".ci_low"), sprintf("exp(suppressMessages(confint(fitted))['%s', 1])", name), "MASS")
  answer("MASS", paste0("r.", name, ".ci_high"), sprintf("exp(suppressMessages(confint(fitted))['%s', 2])", name), "MASS")
}
answer("logistic", "r.n", "nobs(fitted)")
answer("logistic", "r.events", "sum(fitted$y)")

# Firth: estimates by brglm2; limits and tests from the penalised likelihood written out (Heinze and Schemper 2002)
firth_model <- response ~ marker + raynaud + duration
frame <- model.frame(firth_model, cohort)
X <- model.matrix(firth_model, frame); y <- model.response(frame)
bias_reduced <- glm(firth_model, binomial, cohort, method = "brglmFit", type = "AS_mean", epsilon = 1e-12, maxit = 1000)
penalised <- function(beta) {
  eta <- drop(X %*% beta); mu <- plogis(eta)
  sum(y * eta - log1p(exp(eta))) + determinant(crossprod(X, mu * (1 - mu) * X))$modulus / 2
}
gradient <- function(beta) {
  mu <- plogis(drop(X %*% beta)); w <- mu * (1 - mu)
  h <- rowSums((X %*% solve(crossprod(X, w * X))) * X) * w
  drop(crossprod(X, y - mu + h * (0.5 - mu)))
}
best <- coef(bias_reduced)
constrained <- function(j, b) { # the penalty is that of the whole model, as in logistf
  full <- function(free) { beta <- best; beta[j] <- b; beta[-j] <- free; beta }
  optim(best[-j], function(free) -penalised(full(free)), function(free) -gradient(full(free))[-j], method = "BFGS",
        control = list(reltol = 1e-16, maxit = 5000))
}
firth_limit <- function(name, side) {
  j <- match(name, colnames(X))
  gap <- function(b) 2 * (penalised(best) + constrained(j, b)$value) - qchisq(0.95, 1)
  reach <- side * c(marker = 12, raynaud = 4, duration = 0.5)[[name]]
  uniroot(gap, sort(c(best[[j]], best[[j]] + reach)), tol = 1e-12)$root
}
firth_p <- function(name) {
  j <- match(name, colnames(X))
  pchisq(2 * (penalised(best) + constrained(j, 0)$value), 1, lower.tail = FALSE)
}
for (name in c("marker", "raynaud", "duration")) {
  answer("firth", paste0("r.", name, ".or"), sprintf("exp(coef(bias_reduced)[['%s']])", name), "brglm2")
  answer("firth", paste0("r.", name, ".ci_low"), sprintf("exp(firth_limit('%s', -1))", name), "brglm2")
  answer("firth", paste0("r.", name, ".ci_high"), sprintf("exp(firth_limit('%s', 1))", name), "brglm2")
  answer("firth", paste0("r.", name, ".p"), sprintf("firth_p('%s')", name), "brglm2")
}
write_answers("logistic")
