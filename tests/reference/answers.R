# An answer is the value of the command that is written beside it: the text is evaluated, so the two cannot differ.
answers <- list()
version_of <- function(packages) paste(c(paste("R", getRversion()), sapply(packages, function(name)
  paste(name, packageVersion(name)))), collapse = ", ")
answer <- function(fun, id, command, packages = character()) {
  value <- eval(parse(text = command), envir = globalenv())
  answers[[length(answers) + 1]] <<- data.frame(
    "function" = fun, id = id, value = sprintf("%.17g", as.numeric(value)), command = command,
    version = version_of(packages), check.names = FALSE)
}
write_answers <- function(topic) {
  table <- do.call(rbind, answers)
  table$value[table$value %in% c("NaN", "NA")] <- ""
  write.csv(table, paste0(topic, ".csv"), row.names = FALSE, quote = c(1, 2, 4, 5))
}
cohort <- read.csv("cohort.csv", na.strings = "")
cohort$group <- factor(ifelse(cohort$response == 1, "responder", "non-responder"), c("responder", "non-responder"))
