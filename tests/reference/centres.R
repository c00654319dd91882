source("answers.R")
suppressPackageStartupMessages(library(metafor))
# outcome and exposure yes first; strata as they are
by_stratum <- function(outcome, exposure, strata)
  table(exposure = factor(exposure, c(1, 0)), outcome = factor(outcome, c(1, 0)), strata = factor(strata))
of_cohort <- list(raynaud = by_stratum(cohort$response, cohort$raynaud, cohort$centre),
                  skin = by_stratum(cohort$response, cohort$skin, cohort$centre),
                  myalgia = by_stratum(cohort$response, cohort$myalgia, cohort$diagnosis))
# R's own examples: admission to Berkeley by sex within departments, and Mantel's rabbits (?mantelhaen.test), in which one
# stratum has no rabbit cured and one has all of them cured
rabbits <- array(c(0, 0, 6, 5, 3, 0, 3, 6, 6, 2, 0, 4, 5, 6, 1, 0, 2, 5, 0, 0), c(2, 2, 5))
of_counts <- list(berkeley = aperm(unclass(UCBAdmissions), c(2, 1, 3)), rabbits = rabbits)
pooled <- function(tables) rma.mh(ai = tables[1, 1, ], bi = tables[1, 2, ], ci = tables[2, 1, ], di = tables[2, 2, ],
                                  measure = "OR", correct = FALSE)
informing <- function(tables) tables[, , apply(tables, 3, function(t) all(rowSums(t) > 0) && all(colSums(t) > 0))]
ask <- function(fun, name, tables) {
  it <- sprintf("%s[['%s']]", tables, name)
  answer(fun, sprintf("r.%s.or", name), sprintf("mantelhaen.test(informing(%s))$estimate", it))
  answer(fun, sprintf("r.%s.ci_low", name), sprintf("mantelhaen.test(informing(%s))$conf.int[1]", it))
  answer(fun, sprintf("r.%s.ci_high", name), sprintf("exp(pooled(informing(%s))$ci.ub)", it), "metafor")
  answer(fun, sprintf("r.%s.p", name), sprintf("mantelhaen.test(informing(%s), correct = FALSE)$p.value", it))
  answer(fun, sprintf("r.%s.p_homogeneity", name), sprintf("pooled(informing(%s))$TAp", it), "metafor")
  answer(fun, sprintf("r.%s.strata", name), sprintf("dim(informing(%s))[3]", it))
}
for (name in names(of_cohort)) ask("stratified", name, "of_cohort")
for (name in names(of_counts)) ask("stratified_counts", name, "of_counts")
write_answers("centres")
