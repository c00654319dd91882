source("answers.R")
suppressPackageStartupMessages({library(effectsize); library(coin)})
change <- function(name) {
  d <- cohort[[paste0(name, "_after")]] - cohort[[paste0(name, "_before")]]
  round(d[!is.na(d)], 10)
}
# Fisher's transformation with the jackknife's standard error, each pair left out in turn
rb_limit <- function(d, side) {
  d <- d[d != 0]; n <- length(d)
  rb <- function(x) rank_biserial(x)$r_rank_biserial
  without <- sapply(seq_len(n), function(i) rb(d[-i])); r <- rb(d)
  tanh(atanh(r) + side * qt(0.975, n - 1) * sqrt((n - 1) / n * sum((without - mean(without))^2)) / (1 - r^2))
}
for (name in c("mmt8", "haq", "vas")) {
  id <- paste0("r.", name, ".change.")
  d <- sprintf("change('%s')", name)
  pairs <- sprintf("na.omit(cohort[c('%s_before', '%s_after')])", name, name)
  answer("before_after", paste0("r.", name, ".baseline.median"), sprintf("median(%s[, 1])", pairs))
  answer("before_after", paste0("r.", name, ".end.sd"), sprintf("sd(%s[, 2])", pairs))
  answer("before_after", paste0(id, "n_pairs"), sprintf("length(%s)", d))
  answer("before_after", paste0(id, "n_zero"), sprintf("sum(%s == 0)", d))
  answer("before_after", paste0(id, "mean"), sprintf("mean(%s)", d))
  answer("before_after", paste0(id, "sd"), sprintf("sd(%s)", d))
  answer("before_after", paste0(id, "ci_low"), sprintf("t.test(%s)$conf.int[1]", d))
  answer("before_after", paste0(id, "ci_high"), sprintf("t.test(%s)$conf.int[2]", d))
  answer("before_after", paste0(id, "p_t"), sprintf("t.test(%s)$p.value", d))
  answer("before_after", paste0(id, "d_z"), sprintf("mean(%s) / sd(%s)", d, d))
  answer("before_after", paste0(id, "p"), sprintf("wilcox.test(%s, exact = FALSE, correct = TRUE)$p.value", d))
  # wilcox.test leaves zeros out of its interval; testing against a shift of 2^-20, which no change equals, keeps them in
  kept <- sprintf("wilcox.test(%s, mu = 2^-20, exact = FALSE, conf.int = TRUE, tol.root = 1e-12, digits.rank = 12)$conf.int", d)
  answer("before_after", paste0(id, "hl"), sprintf("{w <- outer(%s, %s, '+') / 2; median(w[upper.tri(w, TRUE)])}", d, d))
  answer("before_after", paste0(id, "hl_low"), paste0(kept, "[1]"))
  answer("before_after", paste0(id, "hl_high"), paste0(kept, "[2]"))
  rb <- sprintf("rank_biserial(%s[%s != 0])", d, d)
  answer("before_after", paste0(id, "rank_biserial"), paste0(rb, "$r_rank_biserial"), "effectsize")
  answer("before_after", paste0(id, "rank_biserial_low"), sprintf("rb_limit(%s, -1)", d), "effectsize")
  answer("before_after", paste0(id, "rank_biserial_high"), sprintf("rb_limit(%s, 1)", d), "effectsize")
}
# without zeros the interval is the one R prints by default
answer("pseudomedian", "r.no_zeros.hl_low", "wilcox.test(change('mmt8')[change('mmt8') != 0], exact = FALSE, conf.int = TRUE, tol.root = 1e-12)$conf.int[1]")
answer("pseudomedian", "r.no_zeros.hl_high", "wilcox.test(change('mmt8')[change('mmt8') != 0], exact = FALSE, conf.int = TRUE, tol.root = 1e-12)$conf.int[2]")
# a second implementation of the same test, without the continuity correction
answer("coin", "r.coin.p", paste("pvalue(wilcoxsign_test(change('haq') ~ rep(0, length(change('haq'))),",
                                 "zero.method = 'Wilcoxon', distribution = 'asymptotic'))"), "coin")

positive <- subset(na.omit(cohort[c("ck_before", "ck_after")]), ck_before > 0 & ck_after > 0)
ratios <- round(log(positive$ck_after) - log(positive$ck_before), 10)
id <- "r.ck.change."
answer("ratio_before_after", "r.ck.baseline.geomean", "exp(mean(log(positive$ck_before)))")
answer("ratio_before_after", "r.ck.end.geosd", "exp(sd(log(positive$ck_after)))")
answer("ratio_before_after", paste0(id, "n_pairs"), "nrow(positive)")
answer("ratio_before_after", paste0(id, "ratio"), "exp(mean(ratios))")
answer("ratio_before_after", paste0(id, "ci_low"), "exp(t.test(ratios)$conf.int[1])")
answer("ratio_before_after", paste0(id, "ci_high"), "exp(t.test(ratios)$conf.int[2])")
for (limit in 1:2) answer("ratio_before_after", paste0(id, c("hl_low", "hl_high")[limit]), paste0(
  "exp(wilcox.test(ratios, mu = 2^-20, exact = FALSE, conf.int = TRUE, tol.root = 1e-12, digits.rank = 12)$conf.int[", limit, "])"))
answer("ratio_before_after", paste0(id, "hl"), "{w <- outer(ratios, ratios, '+') / 2; exp(median(w[upper.tri(w, TRUE)]))}")
answer("ratio_before_after", paste0(id, "p"), "wilcox.test(ratios, exact = FALSE)$p.value")
answer("ratio_before_after", paste0(id, "p_t"), "t.test(ratios)$p.value")
answer("ratio_before_after", paste0(id, "d_z"), "mean(ratios) / sd(ratios)")
write_answers("paired")
