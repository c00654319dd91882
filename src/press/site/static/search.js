// Shows below each result of the search a line of its page in which the words stand. The lines lie in words.js, which
// the page loads from disk; nothing is fetched.
"use strict";

document.querySelector(".without-script").remove();
const SHOWN = 160; // letters of a line
const asked = (new URLSearchParams(location.search).get("q") ?? "").toLowerCase();
const wanted = asked.split(/[^\p{L}\p{N}_]+/u).filter((word) => word && !stopwords.has(word));

function place(line) {
  const words = line.toLowerCase();
  const found = wanted.map((word) => words.indexOf(word)).filter((at) => at >= 0);
  return { found: found.length, at: Math.min(...found, line.length) };
}

// The line with most of the words; of several the first, and one within the section that was found before all others.
function best(lines, anchor) {
  let chosen = null;
  for (const [section, line] of lines) {
    const { found, at } = place(line);
    const rank = found * 2 + (found && section === anchor ? 1 : 0);
    if (rank > (chosen?.rank ?? 0)) chosen = { rank, line, at };
  }
  return chosen ?? { line: lines[0]?.[1] ?? "", at: 0 };
}

function excerpt({ line, at }) {
  const start = line.length <= SHOWN || at < SHOWN / 2 ? 0 : line.lastIndexOf(" ", at - SHOWN / 3) + 1;
  const cut = line.slice(start, start + SHOWN);
  const end = start + SHOWN < line.length ? cut.lastIndexOf(" ") : cut.length;
  return `${start ? "… " : ""}${cut.slice(0, end)}${end < cut.length || start + SHOWN < line.length ? " …" : ""}`;
}

// The text, with every word that was asked for marked.
function marked(text) {
  const paragraph = document.createElement("p");
  paragraph.className = "context";
  const spelt = wanted.map((word) => word.replace(/[^\p{L}\p{N}_]/gu, "\\$&")).join("|");
  const pieces = spelt ? text.split(new RegExp(`(${spelt})`, "iu")) : [text];
  pieces.forEach((piece, at) => {
    const holder = at % 2 ? document.createElement("mark") : document.createTextNode(piece);
    if (at % 2) holder.textContent = piece;
    paragraph.append(holder);
  });
  return paragraph;
}

function tell(result) {
  const link = result.querySelector("a");
  const [file, anchor = ""] = link.getAttribute("href").split("#");
  const lines = WORDS[file.replace(/\.html$/, "")];
  if (lines) result.append(marked(excerpt(best(lines, anchor))));
}

// What answers before all pages: a question of the front page whose title or other words hold all that was asked for, and
// the term of the glossary that was asked for.
const same = (one, other) => one === other || (Math.min(one.length, other.length) > 3 && (one === `${other}s` || other === `${one}s`));
function answersTo([, , title, others]) {
  if (!others) return title.toLowerCase() === asked.trim();
  const words = `${title} ${others}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return wanted.length && wanted.every((word) => words.some((other) => same(word, other)));
}
const answers = document.createElement("ul");
answers.className = "search";
const found = ANSWERS.filter(answersTo).sort((one, other) => Boolean(one[3]) - Boolean(other[3])); // terms, then questions
for (const [file, place, title, others, said] of found) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${file}#${place}`;
  link.textContent = title;
  const within = WORDS[file.replace(/\.html$/, "")].filter(([section]) => section === place);
  item.append(link, marked(excerpt(others ? best(within, place) : { line: said, at: 0 })));
  answers.append(item);
}
if (answers.childElementCount) document.getElementById("search-answers").append(answers);

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node.matches?.("ul.search > li")) tell(node);
}).observe(document.getElementById("search-results"), { childList: true, subtree: true });
