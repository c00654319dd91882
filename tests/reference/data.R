# Invented data with what makes statistics go wrong: ties, zeros, values at a ceiling, missing values, a rare level.
RNGversion("4.0.0")
set.seed(20211)
n <- 64
patient <- sprintf("p%02d", seq_len(n))
response <- rbinom(n, 1, 0.7)
raynaud <- rbinom(n, 1, ifelse(response == 1, 0.3, 0.55))
skin <- rbinom(n, 1, ifelse(response == 1, 0.45, 0.75))
myalgia <- rbinom(n, 1, 0.6)
age <- round(rnorm(n, 55, 13))
sex <- sample(c("F", "M"), n, TRUE, c(0.7, 0.3))
diagnosis <- sample(c("DM", "PM", "IMNM", "overlap", "IBM"), n, TRUE, c(0.4, 0.3, 0.12, 0.13, 0.05))
centre <- sample(c("b", "a", "c"), n, TRUE, c(0.5, 0.3, 0.2))
ck_before <- round(exp(rnorm(n, 6.3 + 0.7 * response, 1.3)))
ck_after <- round(ck_before * exp(rnorm(n, -1.2, 0.9)))
ck_after[5] <- 0
duration <- round(exp(rnorm(n, 3 - 0.8 * response, 1)), 1)
mmt8_before <- pmin(150, round(rnorm(n, 108, 24)))
mmt8_after <- pmin(150, mmt8_before + pmax(-6, round(rnorm(n, 16, 14))))
haq_before <- round(pmin(3, pmax(0, rnorm(n, 1.4, 0.7))) * 8) / 8
haq_after <- pmin(3, pmax(0, haq_before - sample(c(-0.25, 0, 0.125, 0.25, 0.5, 1), n, TRUE)))
vas_before <- round(pmax(0, rnorm(n, 4, 3)), 1)
vas_after <- round(pmax(0, vas_before - pmax(-0.5, rnorm(n, 2, 1.5))), 1)
infusions <- 3 + rpois(n, 9)
events <- rnbinom(n, size = 0.6, mu = 0.05 * infusions)
months <- round(rexp(n, 1 / 14), 1) + 0.5
event <- rbinom(n, 1, 0.55)
stopped <- as.integer(event == 0 & infusions %% 3 > 0) # follow-up ended for good; no random number, so that the rest stays
marker <- ifelse(response == 1, rbinom(n, 1, 0.25), 0) # separates: no non-responder carries it
cohort <- data.frame(patient, response, raynaud, skin, myalgia, marker, age, sex, diagnosis, centre, ck_before, ck_after,
                     duration, mmt8_before, mmt8_after, haq_before, haq_after, vas_before, vas_after, infusions, events,
                     months, event, stopped)
for (column in c("raynaud", "skin", "age", "diagnosis", "ck_after", "mmt8_after", "haq_before", "vas_after", "months"))
  cohort[sample(n, 4), column] <- NA
write.csv(cohort, "cohort.csv", row.names = FALSE, na = "", quote = FALSE)

visit <- c("baseline", "month_3", "month_6", "end")
visits <- expand.grid(visit = visit, patient = patient[1:40], stringsAsFactors = FALSE)[, 2:1]
own <- rnorm(40, 0, 17)
visits$value <- round(pmin(150, 105 + c(0, 8, 14, 20)[match(visits$visit, visit)] +
                             own[match(visits$patient, patient)] + rnorm(nrow(visits), 0, 9)))
visits <- visits[-sample(nrow(visits), 18), ]
visits$value[sample(nrow(visits), 10)] <- NA
write.csv(visits, "visits.csv", row.names = FALSE, na = "", quote = FALSE)

# A course in which the correlation between two visits runs from 0.5 to 0.98, most of the patients leave before the last
# visits, and one visit is spread less than the others: no single correlation will do.
set.seed(20212)
L <- t(chol(matrix(c(1, .8, .65, .5, .8, 1, .9, .85, .65, .9, 1, .98, .5, .85, .98, 1), 4)))
values <- t(replicate(40, c(105, 113, 119, 125) + c(24, 20, 21, 15) * drop(L %*% rnorm(4))))
group <- rep(c("responder", "non-responder"), c(26, 14))
values[1:26, ] <- values[1:26, ] + rep(c(0, 3, 6, 9), each = 26)
values[cbind(c(3, 8, 9, 14, 21, 28, 30, 33, 37, 11), c(rep(2, 5), rep(3, 4), 1))] <- NA
values[c(2, 5, 7, 12, 19, 29, 31, 39, 40), 4] <- NA
values[c(17, 36), 2:4] <- NA
course <- data.frame(patient = rep(patient[1:40], each = 4), group = rep(group, each = 4), visit = rep(visit, 40),
                     value = round(as.vector(t(values)), 1))
write.csv(course[!is.na(course$value), ], "course.csv", row.names = FALSE, quote = FALSE)
