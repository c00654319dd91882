source("answers.R")
suppressPackageStartupMessages({library(effectsize); library(pROC); library(numDeriv)})
# Fisher's transformation with DeLong's variance (pROC) and the degrees of freedom of Brunner and Munzel, from all pairs
rb_limit <- function(x, y, side) {
  above <- outer(x, y, ">") + outer(x, y, "==") / 2
  parts <- c(var(rowMeans(above)) / length(x), var(colMeans(above)) / length(y))
  se <- 2 * sqrt(var(roc(rep(1:0, c(length(x), length(y))), c(x, y), quiet = TRUE, direction = "<")))
  df <- sum(parts)^2 / sum(parts^2 / (c(length(x), length(y)) - 1))
  r <- 2 * mean(above) - 1
  tanh(atanh(r) + side * qt(0.975, df) * se / (1 - r^2))
}
for (name in c("age", "ck_before", "duration", "haq_before", "mmt8_before")) {
  id <- paste0("r.", name, ".")
  test <- sprintf("wilcox.test(%s ~ group, cohort, exact = FALSE, conf.int = TRUE, tol.root = 1e-12)", name)
  answer("compare_numbers", paste0(id, "p"), paste0(test, "$p.value"))
  answer("compare_numbers", paste0(id, "hl"), sprintf(
    "median(outer(na.omit(cohort$%s[cohort$response == 1]), na.omit(cohort$%s[cohort$response == 0]), '-'))", name, name))
  answer("compare_numbers", paste0(id, "hl_low"), paste0(test, "$conf.int[1]"))
  answer("compare_numbers", paste0(id, "hl_high"), paste0(test, "$conf.int[2]"))
  samples <- sprintf("na.omit(cohort$%s[cohort$response == 1]), na.omit(cohort$%s[cohort$response == 0])", name, name)
  answer("compare_numbers", paste0(id, "rank_biserial"), sprintf("rank_biserial(%s)$r_rank_biserial", samples), "effectsize")
  answer("compare_numbers", paste0(id, "rank_biserial_low"), sprintf("rb_limit(%s, -1)", samples), "pROC")
  answer("compare_numbers", paste0(id, "rank_biserial_high"), sprintf("rb_limit(%s, 1)", samples), "pROC")
  answer("compare_numbers", paste0("r.", name, ".by_centre.p"), sprintf("kruskal.test(%s ~ centre, cohort)$p.value", name))
}
for (name in c("raynaud", "skin", "myalgia"))
  answer("compare_levels", paste0("r.", name, ".p"), sprintf("fisher.test(table(cohort$%s, cohort$group))$p.value", name))
answer("compare_levels", "r.diagnosis.p", "fisher.test(table(cohort$diagnosis, cohort$group))$p.value")
answer("compare_levels", "r.myalgia.by_centre.p", "fisher.test(table(cohort$myalgia, cohort$centre))$p.value")
answer("compare_levels", "r.diagnosis.by_centre.p", "fisher.test(table(cohort$diagnosis, cohort$centre), workspace = 2e7)$p.value")

# Yang and Dalton's formulae, written out: no Debian package states them
smd_numbers <- function(x, g) abs(diff(tapply(x, g, mean, na.rm = TRUE))) / sqrt(mean(tapply(x, g, var, na.rm = TRUE)))
smd_levels <- function(x, g) { # one level left out, the paper's own form
  p <- prop.table(table(x, g), 2)[-1, , drop = FALSE]
  spread <- function(v) diag(v, length(v)) - outer(v, v)
  d <- p[, 1] - p[, 2]
  sqrt(drop(t(d) %*% solve((spread(p[, 1]) + spread(p[, 2])) / 2) %*% d))
}
for (name in c("age", "ck_before"))
  answer("smd", paste0("r.", name, ".smd"), sprintf("smd_numbers(cohort$%s, cohort$group)", name))
for (name in c("raynaud", "skin", "diagnosis"))
  answer("smd", paste0("r.", name, ".smd"), sprintf("smd_levels(cohort$%s, cohort$group)", name))
# Yang and Dalton's interval of one difference, cut off at 0
smd_limit <- function(d, x, g, side) {n <- table(g[!is.na(x)]); n <- n[n > 0]
  max(0, d + side * qnorm(0.975) * sqrt(sum(n) / prod(n) + d^2 / (2 * sum(n))))}
for (name in c("age", "raynaud")) for (side in c(-1, 1)) {
  of <- if (name == "age") "smd_numbers" else "smd_levels"
  answer("smd", paste0("r.", name, ".smd_", if (side < 0) "low" else "high"),
         sprintf("smd_limit(%s(cohort$%s, cohort$group), cohort$%s, cohort$group, %d)", of, name, name, side))
}
# the delta method: how the distance changes with each share (numDeriv), and the shares' multinomial variances
delta_se <- function(x, g) {
  p <- prop.table(table(x, g), 2)[-1, , drop = FALSE]; n <- table(g[!is.na(x)]); n <- n[n > 0]; k <- nrow(p)
  spread <- function(v) diag(v, length(v)) - outer(v, v)
  distance <- function(s) {a <- s[1:k]; b <- s[k + 1:k]; drop(sqrt(t(a - b) %*% solve((spread(a) + spread(b)) / 2) %*% (a - b)))}
  slope <- grad(distance, c(p))
  variance <- function(slope, share, n) drop(t(slope) %*% spread(share) %*% slope) / n
  sqrt(variance(slope[1:k], p[, 1], n[1]) + variance(slope[k + 1:k], p[, 2], n[2]))
}
# the wider on either side of that and of Reiser's interval (2001) of a distance over several shares: R's own non-central F turned round
reiser <- function(x, g, side) {
  n <- table(g[!is.na(x)]); n <- n[n > 0]; k <- nlevels(droplevels(factor(x))) - 1; df <- sum(n) - k - 1
  h <- prod(n) / sum(n); d <- smd_levels(x, g); f <- h * d^2 * df / ((sum(n) - 2) * k)
  if (side > 0) f <- max(f, qf(0.5, k, df)) # closer than chance alone brings in half of studies: taken as that
  at <- function(l) pf(f, k, df, l) - (1 - side * 0.95) / 2
  l <- if (at(0) < 0) 0 else uniroot(at, c(0, 1000), tol = 1e-13)$root
  delta <- d + side * qnorm(0.975) * delta_se(x, g)
  if (side < 0) max(0, min(d, sqrt(l / h), delta)) else max(d, sqrt(l / h), delta)
}
for (name in c("diagnosis", "centre")) for (side in c(-1, 1))
  answer("smd", paste0("r.", name, ".smd_", if (side < 0) "low" else "high"), sprintf("reiser(cohort$%s, cohort$group, %d)", name, side))
smd_counts <- function(...) { # one row of counts per group
  counts <- rbind(...)
  smd_levels(rep(c(col(counts)), c(counts)), rep(c(row(counts)), c(counts)))
}
# a level that one group lacks
for (counts in c("c(3, 86), c(0, 5)", "c(10, 50), c(0, 25)", "c(7, 0), c(20, 30)", "c(5, 10, 0), c(0, 3, 9)", "c(0, 4, 11, 2), c(6, 1, 0, 8)"))
  answer("smd_of_counts", paste0("r.", gsub("[^0-9]+", "_", gsub("^c.|.$", "", counts)), ".smd"), sprintf("smd_counts(%s)", counts))
answer("smd", "r.age.by_centre.smd", paste("max(sapply(combn(unique(cohort$centre), 2, simplify = FALSE), function(two)",
  "smd_numbers(cohort$age[cohort$centre %in% two], cohort$centre[cohort$centre %in% two])))"))
write_answers("compare")
