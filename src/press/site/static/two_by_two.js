// Moves the cells of a two-by-two table, and holds what comes of it against the printed numbers.
"use strict";

const twoByTwo = (() => {
  // Logarithm of n!, summed: tables are of some hundred patients.
  const logs = [0];
  function logFactorial(n) {
    while (logs.length <= n) logs.push(logs[logs.length - 1] + Math.log(logs.length));
    return logs[n];
  }

  // Complement of the error function: by its series where small, by a continued fraction beyond (Abramowitz and Stegun,
  // 7.1.6 and 7.1.14), both to the last digits of a double.
  function erfc(x) {
    if (x < 2) {
      let [term, sum] = [x, x];
      for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && k < 200; k += 1) {
        term *= (2 * x * x) / (2 * k + 1);
        sum += term;
      }
      return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
    }
    let fraction = 0;
    for (let k = 120; k > 0; k -= 1) fraction = (k / 2) / (x + fraction);
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
  }
  const twoSided = (z) => erfc(Math.abs(z) / Math.SQRT2);

  // [[a, b], [c, d]]: with the feature, responders and others; without it, the same. NaN where there is no answer.
  function statistics([a, b, c, d]) {
    const [n, rows, columns] = [a + b + c + d, [a + b, c + d], [a + c, b + d]];
    const none = { or: NaN, low: NaN, high: NaN, fisher: NaN, chi2: NaN, wald: NaN };
    if (!rows[0] || !rows[1] || !columns[0] || !columns[1]) return none;
    const found = { ...none, fisher: fisher(a, rows, columns, n) };
    found.chi2 = twoSided(Math.sqrt((n * (a * d - b * c) ** 2) / (rows[0] * rows[1] * columns[0] * columns[1])));
    if (a && b && c && d) {
      const [log, error] = [Math.log((a * d) / (b * c)), Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)];
      const z = 1.959963984540054;
      Object.assign(found, { or: Math.exp(log), low: Math.exp(log - z * error), high: Math.exp(log + z * error) });
      found.wald = twoSided(log / error);
    } else found.or = a * d ? Infinity : 0;
    return found;
  }

  // Fisher's exact test, two-sided: all tables with the same margins that are no likelier than this one.
  function fisher(a, rows, columns, n) {
    const chance = (x) => Math.exp(
      logFactorial(rows[0]) + logFactorial(rows[1]) + logFactorial(columns[0]) + logFactorial(columns[1])
      - logFactorial(n) - logFactorial(x) - logFactorial(rows[0] - x) - logFactorial(columns[0] - x)
      - logFactorial(n - rows[0] - columns[0] + x));
    const limit = chance(a) * (1 + 1e-7);
    let sum = 0;
    for (let x = Math.max(0, rows[0] + columns[0] - n); x <= Math.min(rows[0], columns[0]); x += 1) {
      if (chance(x) <= limit) sum += chance(x);
    }
    return Math.min(1, sum);
  }

  // Whether a number rounds to a printed one; a half may have been rounded either way.
  function fits(value, printed, decimals) {
    return Math.abs(value - printed) <= 0.5 * 10 ** -decimals + 1e-12;
  }

  return { statistics, fits };
})();

moving.each("two_by_two", (part, data, still) => {
  const { make } = moving;
  const start = [...data.cells];
  let counts = [...start];
  const said = moving.spoken();
  const controls = make("div", { class: "moves-controls" });
  const grid = make("table", { class: "docutils moves-cells" });
  const fixed = make("input", { type: "checkbox" });
  const again = make("button", { type: "button" }, data.words.again);
  const results = make("table", { class: "docutils moves-results" });
  const cells = counts.map((_, at) => cell(at));
  const sums = [0, 1, 2, 3, 4].map(() => make("td"));

  grid.append(
    make("caption", {}, data.words.table),
    make("thead", {}, row(make("td"), ...data.columns.map((words) => head(words, "col")), head(data.words.all, "col"))),
    make("tbody", {},
      row(head(data.rows[0], "row"), box(0), box(1), sums[0]),
      row(head(data.rows[1], "row"), box(2), box(3), sums[1]),
      row(head(data.words.all, "row"), sums[2], sums[3], sums[4])),
  );
  results.append(
    make("caption", {}, data.words.results),
    make("thead", {}, row(...data.words.headings.map((words) => head(words, "col")))),
    make("tbody"),
  );
  controls.append(
    moving.boxed(grid, data.words.table), make("p", { class: "moves-hint" }, data.words.hint),
    make("p", { class: "moves-jumps" }, make("label", {}, fixed, ` ${data.words.fixed}`), again), moving.boxed(results, data.words.results), said,
  );
  part.insertBefore(controls, still);
  still.hidden = true;
  again.addEventListener("click", () => show([...start]));

  function row(...children) { return make("tr", {}, ...children); }
  function head(words, scope) { return make("th", { scope }, words); }

  function cell(at) {
    const name = `${data.rows[at < 2 ? 0 : 1]}, ${data.columns[at % 2]}`;
    const shown = make("span", {
      role: "spinbutton", tabindex: "0", class: "moves-cell", "aria-label": name, "aria-valuemin": 0, "aria-valuemax": data.most,
    });
    const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
    shown.addEventListener("keydown", (event) => {
      if (event.key in steps) move(at, counts[at] + steps[event.key]);
      else if (event.key === "Home") move(at, 0);
      else return;
      event.preventDefault();
    });
    let from = null;
    shown.addEventListener("pointerdown", (event) => {
      from = [event.clientX - event.clientY, counts[at]];
      shown.setPointerCapture(event.pointerId);
    });
    shown.addEventListener("pointermove", (event) => {
      if (from) move(at, from[1] + Math.round((event.clientX - event.clientY - from[0]) / 8));
    });
    for (const ended of ["pointerup", "pointercancel"]) shown.addEventListener(ended, () => (from = null));
    return shown;
  }

  // The buttons are for the mouse and the finger; the keyboard has its arrows on the cell.
  function box(at) {
    const button = (sign, by) => {
      const made = make("button", { type: "button", tabindex: "-1", "aria-label": `${by > 0 ? data.words.more : data.words.fewer}: ${cells[at].getAttribute("aria-label")}` }, sign);
      made.addEventListener("click", () => move(at, counts[at] + by));
      return made;
    };
    return make("td", {}, make("div", { class: "moves-box" }, button("−", -1), cells[at], button("+", 1)));
  }

  // With the totals kept, whoever enters a cell leaves the other of its column.
  function move(at, wanted) {
    const next = [...counts];
    const other = (at + 2) % 4;
    const most = fixed.checked ? counts[at] + counts[other] : data.most;
    next[at] = Math.min(Math.max(0, wanted), most);
    if (fixed.checked) next[other] -= next[at] - counts[at];
    show(next);
  }

  function show(next) {
    counts = next;
    counts.forEach((count, at) => {
      cells[at].textContent = String(count);
      cells[at].setAttribute("aria-valuenow", count);
    });
    const [a, b, c, d] = counts;
    [a + b, c + d, a + c, b + d, a + b + c + d].forEach((sum, at) => (sums[at].textContent = String(sum)));
    const found = twoByTwo.statistics(counts);
    const lines = data.printed.map(({ of, label, printed, value, decimals }) => {
      const fits = Number.isFinite(found[of]) && twoByTwo.fits(found[of], value, decimals);
      return { of, fits, row: [label, written(found[of], decimals + 1), printed, verdict(found[of], fits)] };
    });
    moving.lines(results.tBodies[0], lines.map(({ row: cellsOf }) => cellsOf), 4);
    lines.forEach(({ fits }, at) => results.tBodies[0].rows[at].cells[3].classList.add(fits ? "agrees" : "differs"));
    said.textContent = sum(lines, found);
  }

  function verdict(value, fits) {
    if (Number.isNaN(value)) return data.words.none;
    return fits ? data.words.fits : data.words.not;
  }

  function written(value, decimals) {
    if (Number.isNaN(value)) return "–";
    return Number.isFinite(value) ? value.toFixed(decimals) : "∞";
  }

  function sum(lines, found) {
    const of = (names) => lines.filter((each) => names.includes(each.of));
    const interval = of(["or", "low", "high"]).every(({ fits }) => fits);
    const tests = of(["fisher", "chi2", "wald"]).some(({ fits }) => fits);
    if (Number.isNaN(found.fisher)) return data.words.empty;
    if (Number.isNaN(found.low)) return data.words.zero;
    return data.words.sums[interval ? 1 : 0][tests ? 1 : 0];
  }

  show(counts);
});
