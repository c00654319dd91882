// Shows where a number comes from, what a term means, and all code at once. Nothing is fetched: what a page shows of its
// rows lies in the page. Without this script the page reads the same; title attributes then hold the sources.
"use strict";

const held = document.getElementById("row-data");
const known = held ? JSON.parse(held.textContent) : { rows: {}, texts: [] };
const SPOKEN = "span.row, [data-rows], a.term";

const box = document.createElement("div");
box.id = "source";
box.setAttribute("role", "tooltip");
box.hidden = true;
document.body.append(box);
let shownFor = null;
let leaving = 0;

function line(words, name) {
  const paragraph = document.createElement("p");
  paragraph.className = name;
  paragraph.textContent = words;
  return paragraph;
}

// What is the same for all rows of one number - the method, the place - is said once, at the last.
function aboutRows(ids) {
  const rows = ids.filter((id) => id in known.rows).map((id) => [id, known.rows[id]]);
  return rows.flatMap(([id, [value, n, method, note, place]], at) => {
    const next = rows[at + 1]?.[1] ?? [];
    const facts = [`value ${value === "" ? "not computed" : value}`, ...(n === null ? [] : [`n ${n}`])];
    const lines = [line(id, "id"), line(facts.join(", "), "value")];
    if (known.texts[note]) lines.push(line(`note: ${known.texts[note]}`, "note"));
    if (known.texts[method] && method !== next[2]) lines.push(line(`method: ${known.texts[method]}`, "method"));
    if (place !== next[4]) lines.push(line(known.texts[place], "place"));
    return lines;
  });
}

function put() {
  const at = shownFor.getBoundingClientRect();
  const gap = 6;
  const below = at.bottom + gap + box.offsetHeight <= window.innerHeight;
  const top = below ? at.bottom + gap : at.top - gap - box.offsetHeight;
  const left = Math.min(at.left, window.innerWidth - box.offsetWidth - gap);
  box.style.top = `${Math.max(gap, top)}px`;
  box.style.left = `${Math.max(gap, left)}px`;
}

function show(element) {
  clearTimeout(leaving);
  if (shownFor === element) return;
  hide();
  const lines = element.dataset.rows
    ? aboutRows(element.dataset.rows.split(" "))
    : [line(element.dataset.meaning, "meaning")];
  if (!lines.length) return;
  shownFor = element;
  element.classList.add("is-shown");
  element.setAttribute("aria-describedby", box.id);
  box.replaceChildren(...lines);
  box.hidden = false;
  put();
}

function hide() {
  clearTimeout(leaving);
  if (shownFor === null) return;
  shownFor.classList.remove("is-shown");
  shownFor.removeAttribute("aria-describedby");
  shownFor = null;
  box.hidden = true;
}

function spoken(event) {
  return event.target instanceof Element ? event.target.closest(SPOKEN) : null;
}

// A mouse that rests; the box stays while the pointer is on it.
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  if (box.contains(event.target)) clearTimeout(leaving);
  else if (spoken(event)) show(spoken(event));
  else if (shownFor) leaving = setTimeout(hide, 250);
});
// The keyboard, a tap, and ways out.
document.addEventListener("focusin", (event) => (spoken(event) ? show(spoken(event)) : hide()));
document.addEventListener("click", (event) => {
  if (spoken(event)) show(spoken(event));
  else if (!box.contains(event.target)) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
  else if (event.key.startsWith("Arrow") && event.target.matches?.("table [data-rows]")) step(event);
});
for (const moved of ["scroll", "resize"]) window.addEventListener(moved, () => shownFor && put(), true);

// In a table one cell can be reached with the tab key, the others from it with the arrow keys.
function step(event) {
  const cell = event.target.closest("td, th");
  const cells = [...cell.closest("table").querySelectorAll("[data-rows]")];
  const at = cells.indexOf(event.target);
  const across = { ArrowLeft: cells[at - 1], ArrowRight: cells[at + 1] };
  const column = cells.filter((other) => other.closest("td, th").cellIndex === cell.cellIndex);
  const down = { ArrowUp: column[column.indexOf(event.target) - 1], ArrowDown: column[column.indexOf(event.target) + 1] };
  const next = { ...across, ...down }[event.key];
  event.preventDefault();
  if (!next) return;
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

for (const element of document.querySelectorAll("span.row, a.term")) {
  if (element.matches("a.term")) element.dataset.meaning = element.title;
  else element.tabIndex = 0;
  element.removeAttribute("title");
}
for (const table of document.querySelectorAll("table")) {
  table.querySelectorAll("[data-rows]").forEach((cell, place) => (cell.tabIndex = place ? -1 : 0));
}

// The theme opens its side columns by labels, which the keyboard does not reach by itself.
for (const label of document.querySelectorAll("label.nav-overlay-icon, label.toc-overlay-icon")) {
  const box = document.getElementById(label.htmlFor);
  const button = label.querySelector(".icon");
  const tell = () => button.setAttribute("aria-expanded", String(box.checked));
  button.tabIndex = 0;
  button.setAttribute("role", "button");
  button.setAttribute("aria-label", box.getAttribute("aria-label"));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    box.click();
  });
  box.addEventListener("change", tell);
  tell();
}

// Code that is wider than the page can be scrolled by the keyboard.
for (const code of document.querySelectorAll("pre")) {
  if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
}

// A table that is wider than its box says so; without this script its shaded edge does.
const boxes = document.querySelectorAll(".table-box");
const tellWidth = () => {
  const wide = [...boxes].map((box) => box.scrollWidth > box.clientWidth + 4);
  boxes.forEach((box, at) => box.classList.toggle("goes-on", wide[at]));
  for (const box of boxes) box.style.scrollPaddingLeft = `${box.querySelector("tbody .gt_stub, tbody th")?.offsetWidth ?? 0}px`;
};
tellWidth();
window.addEventListener("resize", tellWidth);

const folds = document.querySelectorAll("details.hide");
const title = document.querySelector("article h1");
if (folds.length && title) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "all-code";
  const setWords = (open) => (button.textContent = open ? "Hide all code" : "Show all code");
  setWords(false);
  button.addEventListener("click", () => {
    const open = button.textContent === "Show all code";
    for (const fold of folds) fold.open = open;
    setWords(open);
  });
  title.after(button);
}
