// How the search ranks what it finds: the chapters of the study first, then what is looked up in; large matches first in each.
const CHAPTER = /^\d\d_/;
var Scorer = {
  score: ([docname, , , , score]) => score + (CHAPTER.test(docname) ? 1000 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
