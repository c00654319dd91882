// Walks along a curve of analyses: the one under the pointer, or reached by the arrow keys, says what was chosen in it.
"use strict";

moving.each("curve", (part, data, still) => {
  const { make, draw, swatch } = moving;
  const [height, left, top, bottom] = [330, 44, 44, 30];
  let width = 720;
  const plot = draw("svg", {
    class: "moves-curve-plot", role: "slider", tabindex: "0",
    "aria-orientation": "horizontal", "aria-valuemin": 1,
  });
  const read = make("table", { class: "docutils moves-readout" }, make("caption"), make("tbody"));
  const jumps = make("p", { class: "moves-jumps" });
  const hint = make("p", { class: "moves-hint" },
    "Point at the curve, or press the arrow keys on it: left and right go to the next analysis, page up and page down go " +
    "fifty further, home and end to the ends.");
  const holder = make("div", { class: "moves-drawing" }, plot);
  const legend = make("p", { class: "moves-hint moves-key" },
    swatch("is-dot", "an analysis"), swatch("is-few", "one that rests on few patients"), swatch("is-band", "95% confidence interval"));
  const options = data.questions.map(({ label }, at) => [String(at), label]);
  part.insertBefore(make("div", { class: "moves-controls" },
    moving.choice("Which odds ratio?", options, "0", (value) => begin(data.questions[Number(value)])),
    jumps, hint, holder, legend, moving.boxed(read, "The analysis at the mark")), still);
  still.hidden = true;

  const y = (() => {
    const scale = moving.logScale(data.limits[0], data.limits[1], height - top - bottom);
    return (value) => height - bottom - scale(value);
  })();
  let [question, place, cursor] = [null, 0, null];
  const x = (at) => Math.round((left + ((at + 0.5) / question.points.length) * (width - left - 8)) * 100) / 100;

  function begin(asked) {
    question = asked;
    paint();
    plot.setAttribute("aria-label", `${question.label}: ${question.points.length} analyses by the size of the odds ratio`);
    plot.setAttribute("aria-valuemax", question.points.length);
    jumps.replaceChildren("Go to: ", ...question.marks.map(([label, at]) => {
      const jump = make("button", { type: "button" }, label.charAt(0).toUpperCase() + label.slice(1));
      jump.addEventListener("click", () => show(at));
      return jump;
    }));
    show(question.marks.length ? question.marks[0][1] : 0);
  }

  function drawCurve(wide) {
    width = wide;
    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const points = question.points;
    const upper = points.map((each, at) => `${x(at)},${y(each[2])}`);
    const lower = points.map((each, at) => `${x(at)},${y(each[1])}`).reverse();
    const dots = (few) => points.map((each, at) => (each[4] === few ? `M${x(at)} ${y(each[0])}h0` : "")).join("");
    const ticks = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20].filter((each) => each >= data.limits[0] && each <= data.limits[1]);
    cursor = draw("g", { class: "moves-cursor" });
    plot.replaceChildren(
      ...ticks.flatMap((each) => [
        draw("line", { x1: left, x2: width - 8, y1: y(each), y2: y(each), class: each === 1 ? "moves-one" : "moves-grid" }),
        draw("text", { x: left - 6, y: y(each) + 4, "text-anchor": "end" }, String(each)),
      ]),
      draw("path", { d: `M${[...upper, ...lower].join("L")}Z`, class: "moves-band" }),
      draw("path", { d: dots(0), class: "moves-dots" }),
      draw("path", { d: dots(1), class: "moves-dots moves-few" }),
      ...data.axis.split(" (").map((words, at) => draw("text", { x: 0, y: 12 + 15 * at }, at ? `(${words}` : words)),
      draw("text", { x: left, y: height - 8 }, "smallest"),
      draw("text", { x: (left + width) / 2, y: height - 8, "text-anchor": "middle" }, `${points.length} analyses, by size`),
      draw("text", { x: width - 8, y: height - 8, "text-anchor": "end" }, "largest"),
      cursor,
    );
    show(place);
  }

  function show(at) {
    place = Math.min(Math.max(0, at), question.points.length - 1);
    if (!cursor) return;
    const [odds, low, high, n, few] = question.points[place];
    const numbers = `${shown(odds)} (95% CI ${shown(low)} to ${shown(high)})`;
    const chosen = data.decisions.map(({ label, choices }, decision) =>
      [label, choices[parseInt(question.chosen[place][decision], 36)]]);
    cursor.replaceChildren(
      draw("line", { x1: x(place), x2: x(place), y1: top, y2: height - bottom }),
      draw("line", { x1: x(place), x2: x(place), y1: y(low), y2: y(high), class: "moves-is" }),
      draw("circle", { cx: x(place), cy: y(odds), r: 5 }),
    );
    read.caption.textContent = `Analysis ${place + 1} of ${question.points.length}`;
    const rows = [["Odds ratio", numbers], ["Number of patients", few ? `${n} (few in a cell)` : String(n)], ...chosen];
    moving.lines(read.tBodies[0], rows, 2);
    plot.setAttribute("aria-valuenow", place + 1);
    plot.setAttribute("aria-valuetext",
      `Analysis ${place + 1}: odds ratio ${numbers}. ${chosen.map(([label, choice]) => `${label}: ${choice}`).join("; ")}`);
  }

  function shown(value) {
    return value < 10 ? value.toFixed(2) : value.toPrecision(3);
  }

  plot.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 50, PageDown: -50 };
    if (event.key in steps) show(place + steps[event.key]);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(question.points.length - 1);
    else return;
    event.preventDefault();
  });
  const follow = (event) => {
    const box = plot.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * width - left;
    show(Math.floor((at / (width - left - 8)) * question.points.length));
  };
  plot.addEventListener("pointermove", follow);
  plot.addEventListener("pointerdown", follow);

  question = data.questions[0];
  const paint = moving.fitted(holder, drawCurve);
  begin(question);
});
