source("answers.R")
library(nlme)
library(numDeriv)
levels_of_visit <- c("baseline", "month_3", "month_6", "end")
recorded <- function(file) {
  visits <- na.omit(read.csv(file, na.strings = ""))
  visits$visit <- factor(visits$visit, levels_of_visit)
  visits$place <- as.integer(visits$visit)
  visits[order(visits$patient, visits$place), ]
}
tight <- glsControl(tolerance = 1e-13, msTol = 1e-15, opt = "nlminb", maxIter = 1000, msMaxIter = 5000)
own <- varIdent(form = ~ 1 | visit)
fitted_with <- function(data, means, correlation, weights = NULL)
  gls(means, data = data, correlation = correlation, weights = weights, method = "REML", control = tight)

# gls stops where the log-likelihood is 1e-8 from its maximum, a standard error 1e-5 from its own. So the restricted
# likelihood is written down once more, with dense matrices; Newton's steps (numDeriv) take the covariance that gls found
# to the maximum, and Satterthwaite's degrees of freedom are from the Hessian there and the derivative of the variance.
covariance_of <- function(theta, structure) {
  if (structure == "compound symmetry") return(theta[1] * (diag(4) * (1 - theta[2]) + theta[2]))
  L <- matrix(0, 4, 4)
  L[lower.tri(L, TRUE)] <- theta
  diag(L) <- exp(diag(L)) # so that every theta gives a positive definite matrix
  L %*% t(L)
}
pieces <- function(theta, data, X, structure) {
  sigma <- covariance_of(theta, structure)
  V <- sigma[data$place, data$place] * outer(data$patient, data$patient, "==")
  W <- solve(V)
  C <- solve(t(X) %*% W %*% X)
  residual <- data$value - X %*% (C %*% (t(X) %*% W %*% data$value))
  twice <- (nrow(X) - ncol(X)) * log(2 * pi) + determinant(V)$modulus - determinant(C)$modulus + t(residual) %*% W %*% residual
  list(C = C, b = C %*% (t(X) %*% W %*% data$value), twice = as.numeric(twice))
}
prepared <- function(model, data, X, structure) {
  if (structure == "compound symmetry") theta <- c(model$sigma^2, coef(model$modelStruct$corStruct, unconstrained = FALSE))
  else {
    whole <- names(which.max(table(data$patient)))
    R <- corMatrix(model$modelStruct$corStruct)[[whole]]
    sd <- model$sigma * c(1, coef(model$modelStruct$varStruct, unconstrained = FALSE))[levels_of_visit]
    sd[1] <- model$sigma * ifelse(is.na(sd[1] / model$sigma), 1, sd[1] / model$sigma)
    L <- t(chol(R * outer(sd, sd)))
    diag(L) <- log(diag(L))
    theta <- L[lower.tri(L, TRUE)]
  }
  stopifnot(abs(pieces(theta, data, X, structure)$twice + 2 * as.numeric(logLik(model))) < 1e-6)
  half <- function(at) pieces(at, data, X, structure)$twice / 2
  for (step in 1:2)
    theta <- theta - solve(hessian(half, theta, method.args = small), grad(half, theta, method.args = small))
  at_maximum <- pieces(theta, data, X, structure)
  list(model = model, theta = theta, b = drop(at_maximum$b), C = at_maximum$C,
       A = solve(hessian(half, theta, method.args = small)), C_at = function(at) pieces(at, data, X, structure)$C)
}
small <- list(d = 1e-3)
satterthwaite <- function(fit, contrast) {
  variance <- function(at) drop(contrast %*% fit$C_at(at) %*% contrast)
  slope <- grad(variance, fit$theta, method.args = small)
  2 * variance(fit$theta)^2 / drop(slope %*% fit$A %*% slope)
}

stated <- function(fun, name, contrast, test = TRUE) { # of `fit`
  d <- "sum(e * fit$b)"; v <- "sqrt(drop(e %*% fit$C %*% e))"; f <- "satterthwaite(fit, e)"
  e_is <- sprintf("{e <- c(%s); ", paste(contrast, collapse = ", "))
  gls_says <- paste0("gls_of_", fun)
  answer(gls_says, sprintf("r.%s.mean", name), paste0(e_is, "sum(e * coef(fit$model))}"), "nlme")
  answer(gls_says, sprintf("r.%s.se", name), paste0(e_is, "sqrt(drop(e %*% vcov(fit$model) %*% e))}"), "nlme")
  answer(fun, sprintf("r.%s.mean", name), paste0(e_is, d, "}"), c("nlme", "numDeriv"))
  answer(fun, sprintf("r.%s.se", name), paste0(e_is, v, "}"), c("nlme", "numDeriv"))
  answer(fun, sprintf("r.%s.df", name), paste0(e_is, f, "}"), c("nlme", "numDeriv"))
  answer(fun, sprintf("r.%s.ci_low", name), sprintf("%s%s - qt(0.975, %s) * %s}", e_is, d, f, v), c("nlme", "numDeriv"))
  answer(fun, sprintf("r.%s.ci_high", name), sprintf("%s%s + qt(0.975, %s) * %s}", e_is, d, f, v), c("nlme", "numDeriv"))
  if (test) answer(fun, sprintf("r.%s.p", name), sprintf("%s2 * pt(-abs(%s / %s), %s)}", e_is, d, v, f), c("nlme", "numDeriv"))
}
model_answers <- function(fun, prefix, models) {
  un <<- models[[1]]; csh <<- models[[2]]; cs <<- models[[3]]
  answer(fun, paste0(prefix, "unstructured.aic"), "AIC(un)", "nlme")
  answer(fun, paste0(prefix, "heterogeneous_compound_symmetry.aic"), "AIC(csh)", "nlme")
  answer(fun, paste0(prefix, "compound_symmetry.aic"), "AIC(cs)", "nlme")
}
three <- function(data, means) list(
  fitted_with(data, means, corSymm(form = ~ place | patient), own),
  fitted_with(data, means, corCompSymm(form = ~ place | patient), own),
  fitted_with(data, means, corCompSymm(form = ~ place | patient)))

# one correlation will do: compound symmetry has the smallest AIC
visits <- recorded("visits.csv")
models <- three(visits, value ~ 0 + visit)
model_answers("trajectory", "r.", models)
answer("trajectory", "r.log_likelihood", "as.numeric(logLik(cs))", "nlme")
answer("trajectory", "r.aic", "AIC(cs)", "nlme")
answer("trajectory", "r.correlation_lowest", "coef(cs$modelStruct$corStruct, unconstrained = FALSE)", "nlme")
answer("trajectory", "r.n", "length(unique(visits$patient))")
answer("trajectory", "r.n_observations", "nobs(cs)", "nlme")
fit <- prepared(cs, visits, model.matrix(~ 0 + visit, visits), "compound symmetry")
for (i in 1:4) {
  stated("trajectory", levels_of_visit[i], 1 * (1:4 == i), FALSE)
  if (i > 1) stated("trajectory", paste0(levels_of_visit[i], ".change"), (1:4 == i) - (1:4 == 1))
}

# it will not: unstructured
course <- recorded("course.csv")
models <- three(course, value ~ 0 + visit)
model_answers("unequal_correlations", "r.", models)
answer("unequal_correlations", "r.log_likelihood", "as.numeric(logLik(un))", "nlme")
answer("unequal_correlations", "r.aic", "AIC(un)", "nlme")
answer("unequal_correlations", "r.correlation_lowest", "min(coef(un$modelStruct$corStruct, unconstrained = FALSE))", "nlme")
answer("unequal_correlations", "r.correlation_highest", "max(coef(un$modelStruct$corStruct, unconstrained = FALSE))", "nlme")
fit <- prepared(un, course, model.matrix(~ 0 + visit, course), "unstructured")
for (i in 1:4) {
  stated("unequal_correlations", levels_of_visit[i], 1 * (1:4 == i), FALSE)
  if (i > 1) stated("unequal_correlations", paste0(levels_of_visit[i], ".change"), (1:4 == i) - (1:4 == 1))
}

# each group by itself; the difference of the two changes has Welch's degrees of freedom
by_group <- lapply(c(responder = "responder", non_responder = "non-responder"), function(name) {
  data <- course[course$group == name, ]
  list(data = data, models = three(data, value ~ 0 + visit))
})
change <- c(-1, 0, 1, 0)
fits <- list()
for (name in names(by_group)) {
  data <- by_group[[name]]$data
  model_answers("changes_of_groups", sprintf("r.by_group_%s.", name), by_group[[name]]$models)
  answer("changes_of_groups", sprintf("r.by_group_%s.log_likelihood", name), "as.numeric(logLik(un))", "nlme")
  stopifnot(AIC(un) < min(AIC(csh), AIC(cs)))
  fit <- prepared(un, data, model.matrix(~ 0 + visit, data), "unstructured")
  stated("changes_of_groups", paste0("month_6.change_", name), change)
  fits[[name]] <- list(d = sum(change * fit$b), v = drop(change %*% fit$C %*% change), f = satterthwaite(fit, change))
}
y <- fits$responder; n <- fits$non_responder
both <- list(d = y$d - n$d, se = sqrt(y$v + n$v), f = (y$v + n$v)^2 / (y$v^2 / y$f + n$v^2 / n$f))
welch <- function(statistic, command)
  answer("changes_of_groups", paste0("r.month_6.change_difference.", statistic), command, c("nlme", "numDeriv"))
welch("mean", "y$d - n$d")
welch("se", "sqrt(y$v + n$v)")
welch("df", "(y$v + n$v)^2 / (y$v^2 / y$f + n$v^2 / n$f)")
welch("ci_low", "both$d - qt(0.975, both$f) * both$se")
welch("ci_high", "both$d + qt(0.975, both$f) * both$se")
welch("p", "2 * pt(-abs(both$d / both$se), both$f)")
write_answers("mixed")
