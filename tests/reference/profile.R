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
# what a bootstrap takes from a model by maximum likelihood (Harrell), in an invented table that is never separated
suppressPackageStartupMessages(library(rms))
table <- data.frame(raynaud = c(0, 1, 0, 1), skin = c(0, 0, 1, 1), yes = c(36, 16, 30, 10), no = c(6, 5, 12, 12))
many <- data.frame(raynaud = rep(rep(table$raynaud, 2), c(table$yes, table$no)),
                   skin = rep(rep(table$skin, 2), c(table$yes, table$no)),
                   response = rep(c(1, 0), c(sum(table$yes), sum(table$no))))
set.seed(20211)
valid <- validate(lrm(response ~ raynaud + skin, many, x = TRUE, y = TRUE), B = 10000)
answer("validate", "r.apparent.slope", "valid['Slope', 'index.orig']", "rms")
answer("validate", "r.corrected.slope", "valid['Slope', 'index.corrected']", "rms")
answer("validate", "r.apparent.auc", "(1 + valid['Dxy', 'index.orig']) / 2", "rms")
answer("validate", "r.corrected.auc", "(1 + valid['Dxy', 'index.corrected']) / 2", "rms")
answer("validate", "r.corrected.brier", "valid['B', 'index.corrected']", "rms")
of_none <- logLik(glm(response ~ 1, binomial, many, control = tight))
answer("validate", "r.apparent.r2",
       "1 - exp(2 * as.numeric(of_none - logLik(glm(response ~ raynaud + skin, binomial, many, control = tight))) / nrow(many))")
# sample size (Riley 2020), the formulas of pmsampsize by hand, and that of the mean absolute error
phi <- 0.77; r2 <- 0.1
highest <- 1 - exp(2 * (phi * log(phi) + (1 - phi) * log(1 - phi)))
for (P in c(2, 10)) {
  answer("sample_size", sprintf("r.p%d.n_precision", P), "ceiling((qnorm(0.975) / 0.05)^2 * phi * (1 - phi))")
  answer("sample_size", sprintf("r.p%d.n_error", P),
         sprintf("ceiling(exp((-0.508 + 0.259 * log(min(phi, 1 - phi)) + 0.504 * log(%d) - log(0.05)) / 0.544))", P))
  answer("sample_size", sprintf("r.p%d.n_shrinkage", P), sprintf("ceiling(%d / ((0.9 - 1) * log(1 - r2 / 0.9)))", P))
  answer("sample_size", sprintf("r.p%d.n_optimism", P),
         sprintf("{S <- r2 / (r2 + 0.05 * highest); ceiling(%d / ((S - 1) * log(1 - r2 / S)))}", P))
}
write_answers("profile")
