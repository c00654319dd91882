// Turns a definition: the shares, the forest and the table of the one that is chosen take the place of the others.
"use strict";

moving.each("turn", (part, data, still) => {
  const { make, draw } = moving;
  const [shares, odds, table] = still.querySelectorAll("table");
  const said = moving.spoken();
  const byId = Object.fromEntries(data.definitions.map((each) => [each.id, each]));
  const inForce = byId[data.inForce];
  const options = data.definitions.map(({ id, label }) => [id, id === data.inForce ? `${label} (the paper's)` : label]);
  const choice = moving.choice("Who counts as a responder?", options, data.inForce, turn);
  const meaning = make("p", { class: "moves-meaning" });
  const forest = draw("svg", { class: "moves-forest", role: "img" });
  const holder = make("div", { class: "moves-drawing" }, forest);
  const key = make("p", { class: "moves-hint" },
    "Black: under the definition chosen. Grey: under the paper's own. Bold in the table below: the odds ratio changed its side " +
    "of 1, or its interval came to hold 1 or to leave it out.");
  choice.classList.add("moves-stays");
  part.insertBefore(choice, still);
  part.insertBefore(make("div", { class: "moves-controls" }, meaning, said, holder, key), still);

  function tellShares(id) {
    [...shares.tBodies[0].rows].forEach((row, at) => {
      const chosen = data.definitions[at].id === id;
      row.classList.toggle("is-chosen", chosen);
      if (chosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
  }

  function fill(shown, rows, headings) {
    moving.lines(shown.tBodies[0], rows, shown.tHead.rows[0].cells.length);
    if (headings) [...shown.tHead.rows[0].cells].forEach((cell, at) => (cell.textContent = headings[at]));
  }

  // On which side of 1 an odds ratio lies, and whether its interval holds 1: a change of either stands in bold.
  const verdict = (point) => (!point || point.includes(null) ? "none" : `${point[0] < 1} ${point[1] <= 1 && point[2] >= 1}`);
  function markMoved(each) {
    const rows = [...odds.tBodies[0].rows].filter((row) => !row.classList.contains("heads"));
    rows.forEach((row, at) =>
      row.lastElementChild.classList.toggle("has-moved", verdict(each.points[at]) !== verdict(inForce.points[at])));
  }

  let shownNow = inForce;
  function drawForest(width) {
    const each = shownNow;
    const narrow = width < 560;
    const [left, right] = narrow ? [8, 8] : [230, 20];
    const scale = moving.logScale(0.05, 20, width - left - right);
    let [y, point] = [8, 0];
    const drawn = each.forest.flatMap(([label, ...rest]) => {
      if (!rest.length) {
        y += point ? 38 : 16;
        return [draw("text", { x: narrow ? left : 0, y, class: "moves-heads" }, label)];
      }
      y += narrow ? 22 : 26;
      const words = draw("text", narrow ? { x: left, y } : { x: left - 10, y: y + 4, "text-anchor": "end" }, label);
      if (narrow) y += 13;
      const [was, is] = [inForce.points[point], each.points[point]];
      point += 1;
      return [words, ...line(was, y + 5, "moves-was"), ...line(is, y - 1, "moves-is")];
    });
    const bottom = y + 14;
    const marks = (narrow ? [0.05, 0.2, 1, 5, 20] : [0.05, 0.2, 0.5, 1, 2, 5, 20]).flatMap((value) => {
      const at = left + scale(value);
      return [
        draw("line", { x1: at, x2: at, y1: 12, y2: bottom, class: value === 1 ? "moves-one" : "moves-grid" }),
        draw("text", { x: at, y: bottom + 14, "text-anchor": value === 0.05 ? "start" : value === 20 ? "end" : "middle" }, String(value)),
      ];
    });
    const axis = ["Odds ratio of response, logarithmic scale", "(below 1: response less likely)"];
    const titles = axis.map((words, at) => draw("text", { x: (left + width - right) / 2, y: bottom + 32 + 15 * at, "text-anchor": "middle" }, words));
    forest.setAttribute("viewBox", `0 0 ${width} ${bottom + 54}`);
    forest.setAttribute("aria-label", `Forest plot of the odds ratios under ${each.label}; the table below has them all.`);
    forest.replaceChildren(...marks, ...titles, ...drawn);

    function line(numbers, at, name) {
      if (!numbers || numbers.includes(null)) return [];
      const [odds, low, high] = numbers.map((value) => left + scale(value));
      return [
        draw("line", { x1: low, x2: high, y1: at, y2: at, class: name }),
        draw("circle", { cx: odds, cy: at, r: name === "moves-is" ? 4 : 2.5, class: name }),
      ];
    }
  }

  function turn(id) {
    const each = byId[id];
    meaning.textContent = `${each.text}.`;
    tellShares(id);
    fill(odds, each.forest);
    markMoved(each);
    odds.caption.textContent = `Odds ratios of response: ${each.label}`;
    fill(table, each.lines, each.columns);
    table.caption.textContent = `${data.title}: ${each.label}`;
    shownNow = each;
    paint();
    said.textContent = each.said;
  }

  const paint = moving.fitted(holder, drawForest);
  turn(data.inForce);
});
