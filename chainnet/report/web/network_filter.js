// What is hidden, and the legend.
function filterBox() {
  if (!raw.filters.length) return null;
  const summary = el("summary", {}, T.hide), boxes = [];
  const groups = raw.filters.map((filter) => {
    const many = new Int32Array(filter.word.length);
    for (const code of filter.code) many[code] += 1;
    const labels = filter.word.map((word, code) => {
      const box = el("input", { type: "checkbox", "data-filter": filter.key, "data-code": code });
      box.checked = true;
      box.addEventListener("change", apply);
      boxes.push({ box, filter, code });
      return many[code] ? el("label", {}, box, word, el("span", { class: "cn-count" }, plainNumber.format(many[code]))) : null;
    });
    return el("fieldset", {}, el("legend", {}, filter.label), ...labels);
  });
  const all = el("button", { type: "button", onclick: () => { for (const { box } of boxes) box.checked = true; apply(); } }, T.show_all);

  function apply() {
    state.shown.fill(1);
    for (const { box, filter, code } of boxes) {
      if (box.checked) continue;
      filter.code.forEach((own, firm) => { if (own === code) state.shown[firm] = 0; });
    }
    summary.textContent = T.hide + (boxes.every(({ box }) => box.checked) ? "" : T.hidden);
    changed();
    announce(drawnText());
  }

  const made = el("details", { class: "cn-filter" }, summary, el("div", { class: "cn-choices" }, ...groups, el("div", {}, all)));
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !made.open) return;
    made.open = false;
    summary.focus();
  });
  document.addEventListener("pointerdown", (event) => { if (!made.contains(event.target)) made.open = false; });
  return made;
}

function legend() {
  const items = [];
  firms.shapes.forEach((shape, at) => {
    if (firms.shape.includes(at)) items.push(legendItem(T[shape], PATHS[shape], shape === "leader" ? "leader" : "plain", false));
  });
  if (firms.coloured) {
    for (const shade of ["local", "outside", "unknown"]) {
      const at = firms.shades.indexOf(shade);
      if (firms.shade.some((one, firm) => one === at && !isLeader[firm])) items.push(legendItem(T[shade], "M-.9-.9H.9V.9H-.9Z", shade, shade === "unknown"));
    }
  }
  if (raw.failure.stops) {
    items.push(legendItem(T.mark_stops, "M-1-1L1 1M1-1L-1 1", "stop", true));
    if (raw.failure.stops.low) items.push(legendItem(T.mark_may, PATHS.firm, "stop", true, "0.5 0.4"));
  }
  return el("ul", { class: "cn-legend", "aria-label": T.legend }, ...items);
}

function legendItem(text, path, colour, hollow, dash) {
  const svg = document.createElementNS(SVG, "svg"), drawn = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "-1.6 -1.6 3.2 3.2");
  svg.setAttribute("aria-hidden", "true");
  drawn.setAttribute("d", path);
  drawn.style.fill = hollow ? "none" : `var(--n-${colour})`;
  drawn.style.stroke = hollow ? `var(--n-${colour})` : "none";
  drawn.style.strokeWidth = "0.32";
  if (dash) drawn.style.strokeDasharray = dash;
  svg.append(drawn);
  return el("li", {}, svg, text);
}
