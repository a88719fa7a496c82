// The side panel: a firm's row, its partners, and what its loss would do. All of it is text.
const MOST_LISTED = 200;
const panel = el("section", { class: "cn-panel", "aria-label": T.panel, tabindex: "0" });
const cellNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });

function firmButton(firm, detail) {
  return el("li", {}, el("button", { type: "button", "data-firm": firms.id[firm], onclick: () => { select(firm, true); panel.focus(); } },
    firms.name[firm], detail ? el("small", {}, detail) : null));
}

function cellOf(column, firm) {
  if (column.value) {
    const value = column.value[firm];
    return value === null ? "" : `${cellNumber.format(value)}${column.unit ? ` ${column.unit}` : ""}`;
  }
  if (column.text) return column.text[firm] || "";
  return column.code[firm] < 0 ? "" : column.word[column.code[firm]];
}

function rowOf(firm) {
  const rows = [[T.id, firms.id[firm]], [T.other_name, firms.other[firm] || ""]];
  const tier = raw.filters.find((filter) => filter.key === "tier");
  if (tier) rows.push([T.tier, tier.word[tier.code[firm]]]);
  if (firms.coloured) rows.push([T.verdict, T[firms.shades[firms.shade[firm]]]]);
  for (const column of firms.columns) rows.push([column.label, cellOf(column, firm)]);
  const made = el("dl", { class: "cn-row" });
  for (const [label, text] of rows) if (text !== "") made.append(el("dt", {}, label), el("dd", {}, text.replaceAll(";", "; ")));
  return made;
}

function tradeOf(pair) {
  const said = [], { product, products, value } = raw.links, names = [];
  for (let at = net.first[pair]; product && at < net.end[pair]; at += 1) {
    if (product[at] >= 0) names.push(products[product[at]]);
  }
  if (names.length) said.push(names.slice(0, 6).join(raw.lang === "zh" ? "、" : ", ") + (names.length > 6 ? "…" : ""));
  if (value && net.bare[pair] < net.end[pair] - net.first[pair]) {
    said.push(amount(net.value[pair]));
    if (net.bare[pair]) said.push(T.value_part);
  } else if (value) said.push(T.value_unknown);
  return said.join(" · ");
}

function partnersOf(side, other, firm, title) {
  const own = [...pairsAt(side, firm)].sort((one, two) => net.value[two] - net.value[one] || one - two);
  const made = [el("h4", {}, say(title, { n: own.length }))];
  if (!own.length) return [...made, el("p", { class: "cn-soft" }, T.none)];
  made.push(el("ul", { class: `cn-${title}` }, ...own.slice(0, MOST_LISTED).map((pair) => firmButton(other[pair], tradeOf(pair)))));
  if (own.length > MOST_LISTED) made.push(el("p", { class: "cn-soft" }, say("more", { n: own.length - MOST_LISTED })));
  return made;
}

function dropText(column, firm) {
  const value = column.value[firm];
  return value > 0 ? say("drop", { value: percent.format(value) }) : T.no_drop;
}

function boundsText(column, firm) {
  const low = (column.low || column.value)[firm], high = (column.high || column.value)[firm];
  return low === high ? "" : say("bounds", { low: percent.format(low), high: percent.format(high) });
}

function rankText(column, firm) {
  const { rank, ties, all } = rankOf(column, firm);
  const group = !leaders ? T.group_all : isLeader[firm] ? T.group_leaders : T.group_others;
  return say(ties > 1 ? "tied" : "rank", { n: all, rank, ties, group });
}

function failureOf(firm) {
  const made = [el("h4", {}, T.fails)], list = el("dl", { class: "cn-drops" });
  for (const column of raw.failure.columns) {
    const bounds = boundsText(column, firm), rank = column.value[firm] > 0 ? rankText(column, firm) : "";
    const after = [bounds, rank].filter((text) => text).join(raw.lang === "zh" ? "；" : "; ");
    list.append(el("dt", {}, column.label), el("dd", { "data-drop": column.key }, el("strong", {}, dropText(column, firm)), after));
  }
  made.push(list);
  for (const { label, reason } of raw.failure.reasons) made.push(el("p", { class: "cn-soft" }, say("undefined", { label, reason })));
  return [...made, ...stopsOf(firm)];
}

function stopsOf(firm) {
  const { stops } = raw.failure;
  if (!stops) return [el("p", { class: "cn-soft cn-stops" }, say("stop_off", { firms: raw.all.sets }))];
  const high = stops.high.number[firm], low = (stops.low || stops.high).number[firm];
  const made = [];
  if (!high) made.push(el("p", { class: "cn-stops" }, T.stop_none));
  else if (!stops.low) made.push(el("p", { class: "cn-stops" }, say("stop_one", { n: high })));
  else made.push(el("p", { class: "cn-stops" }, say("stop_low", { n: low })), el("p", { class: "cn-stops" }, say("stop_high", { n: high })));
  made.push(el("p", { class: "cn-soft" }, T.stop_rule));
  if (!high) return made;
  const box = el("input", { type: "checkbox" });
  box.checked = state.marked;
  box.addEventListener("change", () => { state.marked = box.checked; highlight(); request(); });
  made.push(el("label", { class: "cn-mark" }, box, ` ${T.mark}`));
  const { may, surely } = state.stops;
  const listed = byImportance.filter((other) => may.has(other));
  const first = [...listed.filter((other) => surely.has(other)), ...listed.filter((other) => !surely.has(other))];
  made.push(el("ul", { class: "cn-stopping" }, ...first.slice(0, 30).map((other) => firmButton(other, surely.has(other) ? "" : T.mark_may))));
  if (first.length > 30) made.push(el("p", { class: "cn-soft" }, say("more", { n: first.length - 30 })));
  return made;
}

function nobodyPanel() {
  const made = [el("h3", {}, T.explorer), el("p", {}, T.nobody)], [first, ...others] = raw.failure.columns;
  if (!first) return made;
  const weight = (firm) => [first.value[firm], (first.low || first.value)[firm], ...others.map((column) => column.value[firm])];
  const worst = Array.from({ length: n }, (_, firm) => firm).filter((firm) => !isLeader[firm] && first.value[firm] > 0).map((firm) => ({ firm, weight: weight(firm) }));
  worst.sort((one, two) => {
    const at = one.weight.findIndex((value, which) => value !== two.weight[which]);
    return at < 0 ? one.firm - two.firm : two.weight[at] - one.weight[at];
  });
  if (!worst.length) return made;
  made.push(el("h4", {}, leaders ? T.worst : T.worst_all), el("p", { class: "cn-soft" }, say(n < raw.all.firms ? "worst_here" : "worst_by", { label: first.label, n })));
  const text = (firm) => [dropText(first, firm), boundsText(first, firm)].filter((part) => part).join(raw.lang === "zh" ? "；" : "; ");
  made.push(el("ul", { class: "cn-worst" }, ...worst.slice(0, 10).map(({ firm }) => firmButton(firm, text(firm)))));
  return made;
}

function fillPanel() {
  const firm = state.selected;
  if (firm < 0) { panel.replaceChildren(...nobodyPanel()); return; }
  const close = el("button", { type: "button", class: "cn-close", "aria-label": T.close, title: T.close, onclick: () => { select(-1); canvas.focus(); } }, "✕");
  panel.replaceChildren(
    close, el("h3", {}, firms.name[firm]),
    ...(views.has("map") && Number.isNaN(views.get("map").x[firm]) ? [el("p", { class: "cn-soft" }, T.off_map)] : []),
    rowOf(firm), ...failureOf(firm),
    ...partnersOf(net.buys, net.supplier, firm, "suppliers"), ...partnersOf(net.sells, net.buyer, firm, "buyers"),
  );
  panel.scrollTop = 0;
}
