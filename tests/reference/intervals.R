source("answers.R")
for (pair in list(c(96, 123), c(103, 123), c(56, 123), c(1, 29), c(0, 20), c(20, 20), c(0, 123))) {
  x <- pair[1]; n <- pair[2]
  wilson <- sprintf("100 * prop.test(%d, %d, correct = FALSE)$conf.int", x, n)
  exact <- sprintf("100 * binom.test(%d, %d)$conf.int", x, n)
  for (kind in c("wilson", "exact")) for (side in 1:2)
    answer("proportion", sprintf("r.of_%d.%d.%s.ci_%s", n, x, kind, c("low", "high")[side]),
           sprintf("%s[%d]", get(kind), side))
}
for (pair in list(c(0, 50), c(1, 12.5), c(17, 640), c(210, 1311))) for (side in 1:2)
  answer("rate", sprintf("r.events_%d.ci_%s", pair[1], c("low", "high")[side]),
         sprintf("100 * poisson.test(%d, %s)$conf.int[%d]", pair[1], format(pair[2]), side))
write_answers("intervals")
