// What the moving parts of pages share: their data, elements, an axis of ratios. Nothing is fetched.
"use strict";

const moving = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  // A table in the box in which it scrolls, with a name and a place for the keyboard.
  function boxed(table, name) {
    return make("div", { class: "table-box", role: "region", tabindex: "0", "aria-label": name }, table);
  }

  function draw(name, attributes = {}, words = "") {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (words !== "") element.textContent = words;
    return element;
  }

  // Every part of a kind on the page, with its data; what stood there without a script is `still`.
  function each(kind, begin) {
    for (const part of document.querySelectorAll(`.moves-${kind}`)) {
      const data = JSON.parse(part.querySelector(".moves-data").textContent);
      begin(part, data, part.querySelector(".moves-still"));
      part.classList.add("is-moving");
    }
  }

  // Radio buttons: one tab stop, arrow keys within, as browsers have them.
  let groups = 0;
  function choice(legend, options, chosen, pick) {
    const name = `moves-choice-${(groups += 1)}`;
    const set = make("fieldset", {}, make("legend", {}, legend));
    for (const [value, label] of options) {
      const button = make("input", { type: "radio", name, value });
      button.checked = value === chosen;
      button.addEventListener("change", () => pick(value));
      set.append(make("label", {}, button, ` ${label}`));
    }
    return set;
  }

  // What is said to whoever cannot see that something moved.
  function spoken(words = "") {
    return make("p", { class: "moves-said", role: "status", "aria-live": "polite" }, words);
  }

  // A place on a logarithmic axis from `low` to `high` that is `width` long; what lies beyond stands at its end.
  function logScale(low, high, width) {
    const [from, to] = [Math.log(low), Math.log(high)];
    return (value) => {
      const kept = Math.min(Math.max(value, low), high);
      return Math.round(((Math.log(kept) - from) / (to - from)) * width * 100) / 100;
    };
  }

  function lines(body, rows, width) {
    body.replaceChildren(
      ...rows.map((row) => {
        if (row.length === 1) {
          return make("tr", { class: "heads" }, make("th", { colspan: width, scope: "rowgroup" },
            make("div", { class: "in-sight" }, row[0])));
        }
        const [first, ...others] = row;
        return make("tr", {}, make("th", { scope: "row" }, first), ...others.map((words) => make("td", {}, words)));
      }),
    );
  }

  // A colour of the drawing with what it means.
  function swatch(name, words) {
    return make("span", {}, make("span", { class: `moves-swatch ${name}` }), ` ${words}`);
  }

  // Draws for the width that there is, and again when it changes: letters keep their size, and nothing is cut.
  function fitted(holder, paint) {
    let drawn = 0;
    const look = () => {
      const width = Math.round(holder.clientWidth);
      if (width && width !== drawn) paint((drawn = width));
    };
    window.addEventListener("resize", look);
    look();
    return () => (drawn = 0, look());
  }

  return { make, swatch, fitted, boxed, draw, each, choice, spoken, logScale, lines };
})();
