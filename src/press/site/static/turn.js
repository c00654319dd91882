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
  part.insertBefore(make("div", { class: "moves-controls" }, choice, meaning, said), still);
  const key = make("p", { class: "moves-hint" }, "Black: under the definition chosen. Grey: under the paper's own.");
  odds.closest(".table-box").before(key, make("div", { class: "figure-box", tabindex: "0", role: "region", "aria-label": "Forest plot" }, forest));

  function tellShares(id) {
    [...shares.tBodies[0].rows].forEach((row, at) => {
      const chosen = data.definitions[at].id === id;
      row.classList.toggle("is-chosen", chosen);
      if (chosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
  }

  // What is otherwise than in the paper stands in bold.
  function fill(shown, rows, before, headings) {
    const body = shown.tBodies[0];
    moving.lines(body, rows, shown.tHead.rows[0].cells.length);
    if (headings) [...shown.tHead.rows[0].cells].forEach((cell, at) => (cell.textContent = headings[at]));
    rows.forEach((row, at) => row.forEach((words, column) => {
      if (before[at]?.[0] === row[0] && before[at][column] !== words) {
        body.rows[at].cells[column].classList.add("has-moved");
      }
    }));
  }

  function drawForest(each) {
    const [width, height, left, top] = [640, 26, 250, 24];
    const names = each.forest.filter((row) => row.length > 1);
    const scale = moving.logScale(0.05, 20, width - left - 20);
    const bottom = top + height * names.length;
    forest.setAttribute("viewBox", `0 0 ${width} ${bottom + 44}`);
    forest.setAttribute("aria-label", `Forest plot of the odds ratios under ${each.label}; the table below has them all.`);
    const marks = [0.05, 0.2, 0.5, 1, 2, 5, 20].flatMap((value) => [
      draw("line", {
        x1: left + scale(value), x2: left + scale(value), y1: top - 12, y2: bottom,
        class: value === 1 ? "moves-one" : "moves-grid",
      }),
      draw("text", { x: left + scale(value), y: bottom + 16, "text-anchor": "middle" }, String(value)),
    ]);
    const axis = "Odds ratio of response, logarithmic scale (below 1: response less likely)";
    marks.push(draw("text", { x: (left + width) / 2, y: bottom + 36, "text-anchor": "middle" }, axis));
    // Grey beside it: where the line is in the paper.
    const drawn = names.flatMap(([label], at) => [
      draw("text", { x: left - 10, y: top + height * at + 4, "text-anchor": "end" },
        at >= names.length - data.together ? `${label} (both)` : label),
      ...line(inForce.points[at], top + height * at + 6, "moves-was"),
      ...line(each.points[at], top + height * at - 1, "moves-is"),
    ]);
    forest.replaceChildren(...marks, ...drawn);

    function line(point, y, name) {
      if (!point || point.includes(null)) return [];
      const [at, low, high] = point.map((value) => left + scale(value));
      return [
        draw("line", { x1: low, x2: high, y1: y, y2: y, class: name }),
        draw("circle", { cx: at, cy: y, r: name === "moves-is" ? 4 : 2.5, class: name }),
      ];
    }
  }

  function turn(id) {
    const each = byId[id];
    meaning.textContent = `${each.text}.`;
    tellShares(id);
    fill(odds, each.forest, inForce.forest);
    odds.caption.textContent = `Odds ratios of response: ${each.label}`;
    fill(table, each.lines, inForce.lines, each.columns);
    table.caption.textContent = `${data.title}: ${each.label}`;
    drawForest(each);
    said.textContent = each.said;
  }

  turn(data.inForce);
});
