source("answers.R")
suppressPackageStartupMessages(library(pROC))
tight <- list(epsilon = 1e-14, maxit = 100)
known <- na.omit(cohort[c("response", "age", "raynaud", "skin")])
# discrimination and calibration of log odds that were fixed beforehand
known$line <- 1 + 0.05 * (known$age - 50) - 1.5 * known$raynaud
known$chance <- plogis(known$line)
curve <- roc(known$response, known$chance, levels = c(0, 1), direction = "<")
for (limit in 1:3) {
  name <- c("ci_low", "auc", "ci_high")[limit]
  answer("predicts", paste0("r.", name), sprintf("as.numeric(ci.auc(curve, method = 'delong'))[%d]", limit), "pROC")
}
answer("predicts", "r.brier", "mean((known$response - known$chance)^2)")
answer("predicts", "r.slope", "coef(glm(response ~ line, binomial, known, control = tight))[['line']]")
answer("predicts", "r.intercept", "coef(glm(response ~ 1 + offset(line), binomial, known, control = tight))[[1]]")
# FLIC (Puhr 2017), written out: Firth by its modified score, then the intercept by glm with an offset
design <- model.matrix(~ raynaud + skin, known)
beta <- c(0, 0, 0)
for (iteration in 1:500) {
  chance <- as.vector(plogis(design %*% beta)); spread <- chance * (1 - chance)
  covariance <- solve(t(design) %*% (design * spread))
  hat <- spread * rowSums((design %*% covariance) * design)
  beta <- beta + as.vector(covariance %*% t(design) %*% (known$response - chance + hat * (0.5 - chance)))
}
known$slopes <- as.vector(design[, -1] %*% beta[-1])
refitted <- coef(glm(response ~ 1 + offset(slopes), binomial, known, control = tight))[[1]]
patterns <- list(none = c(1, 0, 0), raynaud = c(1, 1, 0), skin = c(1, 0, 1), raynaud_skin = c(1, 1, 1))
line_of <- function(x) sum(x * c(refitted, beta[-1]))
half_of <- function(x) qnorm(0.975) * sqrt(as.vector(t(x) %*% covariance %*% x))
for (kind in names(patterns)) {
  x <- sprintf("patterns[['%s']]", kind)
  answer("by_kind", paste0("r.", kind, ".predicted"), sprintf("100 * plogis(line_of(%s))", x))
  answer("by_kind", paste0("r.", kind, ".predicted_low"), sprintf("100 * plogis(line_of(%s) - half_of(%s))", x, x))
  answer("by_kind", paste0("r.", kind, ".predicted_high"), sprintf("100 * plogis(line_of(%s) + half_of(%s))", x, x))
}
write_answers("profile")
