// How the search ranks what it finds: a page with the word before a function whose name happens to hold its letters.
var Scorer = {
  objNameMatch: 4, objPartialMatch: 0, objPrio: { 0: 0, 1: 0, 2: 0 }, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,
};
