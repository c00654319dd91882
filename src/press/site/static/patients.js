// A line for each patient, as long as the treatment; whoever is chosen opens with the course behind the line.
"use strict";

moving.each("patients", (part, data, still) => {
  const { make, draw, swatch } = moving;
  const marks = { responder: ["R", "is-yes"], "non-responder": ["N", "is-no"], undecided: ["?", "is-unknown"] };
  const longest = Math.max(...data.people.map(({ months }) => months), 1);
  const list = make("div", { class: "moves-people", role: "group", "aria-label": part.getAttribute("aria-label") });
  const dialog = make("dialog", { "aria-labelledby": "moves-profile" });
  let judgedBy = 0;
  const people = data.people.map(line);
  const options = data.definitions.map(({ label }, at) => [String(at), label]);
  const said = moving.spoken();
  const minus = (value) => String(value).replace("-", "−");

  list.append(axis(), ...people);
  part.insertBefore(make("div", { class: "moves-controls" },
    moving.choice("Responders by", options, "0", (value) => colour(Number(value))),
    said,
    make("p", { class: "moves-hint moves-key" }, swatch("is-yes", "R: responder"), swatch("is-no", "N: non-responder"),
      swatch("is-unknown", "?: the records cannot decide")),
    make("p", { class: "moves-hint" },
      `${people.length} patients, the longest treatment first; scroll the list for all of them. Arrow keys go from line to ` +
      "line; Enter or a click opens the patient, Escape closes."),
    list, dialog), still);
  still.hidden = true;

  // Months of treatment above the lines; it stays in sight while the list scrolls.
  function axis() {
    const step = [1, 3, 6, 12, 24, 60, 120, 240].find((each) => longest / each <= 5) ?? 480;
    const track = make("span", { class: "moves-track" });
    for (let month = 0; month <= longest; month += step) {
      const tick = make("span", {}, String(month));
      tick.style.left = `${Math.round((month / longest) * 1000) / 10}%`;
      track.append(tick);
    }
    return make("div", { class: "moves-axis", "aria-hidden": "true" }, make("span", { class: "moves-id" }, "Months"), track);
  }

  function line(person, at) {
    const bar = make("span", { class: "moves-bar" });
    bar.style.width = `${Math.round((person.months / longest) * 1000) / 10}%`;
    const made = make("button", { type: "button", class: "moves-person", tabindex: at ? "-1" : "0" },
      make("span", { class: "moves-id" }), make("span", { class: "moves-track" }, bar));
    made.addEventListener("click", () => open(at));
    made.addEventListener("keydown", (event) => {
      const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: data.people.length - 1 };
      if (!(event.key in steps)) return;
      event.preventDefault();
      reach(steps[event.key]);
    });
    return made;
  }

  function reach(at) {
    const next = people[at];
    if (!next) return;
    for (const each of people) each.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  function colour(at) {
    judgedBy = at;
    const counts = { responder: 0, "non-responder": 0, undecided: 0 };
    data.people.forEach((person, place) => {
      const verdict = person.judged[at];
      const [letter, name] = marks[verdict];
      counts[verdict] += 1;
      people[place].querySelector(".moves-id").textContent = `${letter} ${person.id}`;
      people[place].querySelector(".moves-bar").className = `moves-bar ${name}`;
      people[place].setAttribute("aria-label", `${person.id}, ${verdict}, ${Math.round(person.months)} months`);
    });
    said.textContent = `${data.definitions[at].label}: ${counts.responder} responders, ${counts["non-responder"]} ` +
      `non-responders, ${counts.undecided} undecided.`;
  }

  function open(at) {
    const person = data.people[at];
    reach(at);
    const close = make("button", { type: "button" }, "Close");
    close.addEventListener("click", () => dialog.close());
    const has = data.features.map((label, place) => [label, person.has[place]]);
    const those = (value) => has.filter(([, known]) => known === value).map(([label]) => label).join(", ") || "none";
    const facts = [
      ["Who", `${person.age} years, ${person.sex}, ${person.diagnosis}, centre ${person.centre}`],
      ["Features", those(1)],
      ["Not recorded", those(null)],
      ["IVIg", `${Math.round(person.months)} months, ${person.infusions} infusions; ${person.ending}`],
      ["Vital status", person.seen],
      ["Adverse events", person.events.join("; ") || "none recorded"],
      ...data.definitions.map(({ label, text }, place) => [label, `${person.judged[place]}. ${text}.`]),
    ];
    const visits = make("table", { class: "docutils" },
      make("caption", {}, "Visits"),
      make("thead", {}, make("tr", {}, ...["Visit", "Month", ...data.measures].map((words) => make("th", { scope: "col" }, words)))),
      make("tbody"));
    moving.lines(visits.tBodies[0], person.visits.map((visit) => visit.map((value) => (value === null ? "–" : minus(value)))), 4);
    dialog.replaceChildren(
      make("div", { class: "moves-head" }, make("h2", { id: "moves-profile" }, `${data.called} ${person.id}`), close),
      make("p", {}, person.story),
      make("p", { class: "moves-hint" }, data.nobody),
      course(person, 2, data.measures[0], (value) => value / data.top),
      course(person, 3, data.measures[1], null),
      make("dl", {}, ...facts.flatMap(([name, words]) => [make("dt", {}, name), make("dd", {}, words)])),
      moving.boxed(visits, "Visits"),
    );
    history.replaceState(null, "", `#patient-${person.id}`);
    dialog.showModal();
  }
  dialog.addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));

  // A small course of one measure: on its own scale, or on a logarithmic one from its least to its largest value.
  function course(person, column, label, share) {
    const seen = person.visits.filter((visit) => visit[column] !== null && (share || visit[column] > 0));
    const [width, height, left, foot] = [420, 130, 54, 30];
    const plot = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    const told = seen.map((visit) => `${visit[0]} ${visit[column]}`).join(", ") || "not recorded";
    plot.setAttribute("aria-label", `${label}: ${told}`);
    plot.append(draw("text", { x: 0, y: 12 }, label));
    if (!seen.length) return plot;
    const values = seen.map((visit) => visit[column]);
    const last = Math.max(...person.visits.map((visit) => visit[1]), person.months, 1);
    const end = left + (person.months / last) * (width - left - 20); // of treatment
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const log = moving.logScale(low, high > low ? high : low * 2, 1);
    const y = (value) => height - foot - (share ? share(value) : log(value)) * (height - foot - 24);
    const x = (month) => left + (Math.max(month, 0) / last) * (width - left - 20);
    const round = (value) => Math.round(value * 100) / 100;
    const ends = share ? [0, data.top] : [low, high];
    plot.append(
      ...[...new Set(ends)].map((value) => draw("text", { x: left - 8, y: round(y(value)) + 4, "text-anchor": "end" }, String(value))),
      draw("line", { x1: left, x2: width - 20, y1: height - foot, y2: height - foot, class: "moves-one" }),
      draw("line", { x1: round(end), x2: round(end), y1: 20, y2: height - foot, class: "moves-one" }),
      ...(person.months / last > 0.45 ? [draw("text", { x: left, y: height - 6 }, "0")] : []),
      draw("text", { x: round(Math.max(end, left + 150)), y: height - 6, "text-anchor": "end" }, `IVIg: ${Math.round(person.months)} months`),
      draw("polyline", { class: "moves-line", points: seen.map((visit) => `${round(x(visit[1]))},${round(y(visit[column]))}`).join(" ") }),
      ...seen.map((visit) => draw("circle", { class: "moves-point", cx: round(x(visit[1])), cy: round(y(visit[column])), r: 3 })),
    );
    return plot;
  }

  function fromAddress() {
    const at = data.people.findIndex(({ id }) => location.hash === `#patient-${id}`);
    if (at >= 0 && !dialog.open) open(at);
  }
  window.addEventListener("hashchange", fromAddress);
  colour(judgedBy);
  fromAddress();
});
