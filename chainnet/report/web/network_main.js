// Putting it together: selection, views, and what the pointer and the keys do.
const live = el("p", { class: "cn-quiet", "aria-live": "polite", role: "status" });
const status = el("p", { class: "cn-status" });
const hint = el("div", { class: "cn-hint", hidden: true }, T.wheel);
const tip = el("div", { class: "cn-tip", hidden: true });
const stage = el("div", { class: "cn-stage" }, canvas, hint, tip);
const viewButtons = new Map();

function announce(text) { live.textContent = text; }

function drawnText() {
  const whole = { firms: raw.all.firms, links: raw.all.links };
  const some = counts.firms < whole.firms || counts.links < whole.links;
  return say(some ? "drawn_some" : "drawn", { ...counts, all_firms: whole.firms, all_links: whole.links });
}

function told() {
  const view = state.view, said = [drawnText()];
  said.push(raw.links.value ? T.lines_value : T.lines);
  if (n < raw.all.firms) said.push(say("kept", { most: raw.all.most, kept: n, all: raw.all.firms }));
  if (net.m > MOST_LINES) said.push(say("strongest", { n: MOST_LINES }));
  if (counts.unnamed) said.push(say("unnamed", { n: counts.unnamed }));
  if (raw.unit_glossed) said.push(say("units", { unit: raw.unit_glossed }));
  if (view.lost) said.push(say("lost", { n: view.lost }));
  if (view.radius && leaders) said.push(say("circles", { km: Math.round(view.radius) }));
  if (!raw.failure.stops) said.push(say("stop_off", { firms: raw.all.sets }));
  status.textContent = said.join(raw.lang === "zh" ? "" : " ");
}

function highlight() {
  const firm = state.selected;
  if (firm < 0) { state.near = null; return; }
  state.near = new Set([firm]);
  for (const pair of pairsAt(net.sells, firm)) state.near.add(net.buyer[pair]);
  for (const pair of pairsAt(net.buys, firm)) state.near.add(net.supplier[pair]);
  if (state.marked) for (const other of state.stops.may) state.near.add(other);
}

function select(firm, bring) {
  const hidden = (one) => one >= 0 && state.shown[one] === 0;
  const redraw = hidden(firm) || hidden(state.selected);
  state.selected = firm;
  state.stops = firm < 0 ? null : { may: mayStopWith(firm), surely: surelyStopWith(firm) };
  highlight();
  fillPanel();
  if (redraw) changed();
  if (firm >= 0 && bring) bringIn(firm);
  announce(firm < 0 ? T.said_none : saidOf(firm));
  request();
}

function saidOf(firm) {
  const [first] = raw.failure.columns;
  const fails = first ? `${T.fails}: ${first.label} ${dropText(first, firm)}` : "";
  return say("said", { name: firms.name[firm], suppliers: pairsAt(net.buys, firm).length, buyers: pairsAt(net.sells, firm).length, fails });
}

function bringIn(firm) {
  const { x, y } = state.view;
  if (Number.isNaN(x[firm])) return;
  const sx = toScreenX(x[firm]), sy = toScreenY(y[firm]);
  if (sx > 12 && sy > 12 && sx < camera.width - 12 && sy < camera.height - 12) return;
  camera.x = x[firm];
  camera.y = y[firm];
  moved();
}

function show(key) {
  state.view = views.get(key);
  state.over = -1;
  tip.hidden = true;
  for (const [name, button] of viewButtons) button.setAttribute("aria-pressed", String(name === key));
  near.hidden = !state.view.near;
  reset();
  changed();
  if (state.selected >= 0) bringIn(state.selected);
}

const near = el("button", { type: "button", hidden: true, onclick: () => { fitInto(state.view.near); settled(); moved(); } }, T.near);

function toolbar() {
  const choose = (key) => { show(key); announce(say("said_view", { view: T[key] })); };
  for (const key of views.keys()) viewButtons.set(key, el("button", { type: "button", "data-view": key, "aria-pressed": "false", onclick: () => choose(key) }, T[key]));
  const zoom = (label, text, act) => el("button", { type: "button", "aria-label": label, title: label, onclick: () => { act(); moved(); } }, text);
  return el("div", { class: "cn-bar" },
    el("p", { class: "cn-title" }, raw.title || T.explorer, el("span", { class: `cn-nature${raw.synthetic === false ? " real" : ""}` }, raw.synthetic ? T.synthetic : raw.synthetic === false ? T.real : T.unsaid)),
    el("div", { class: "cn-group", role: "group", "aria-label": T.views }, ...viewButtons.values()),
    el("div", { class: "cn-group", role: "group", "aria-label": T.zoom }, zoom(T.zoom_in, "+", () => zoomMiddle(1.5)), zoom(T.zoom_out, "−", () => zoomMiddle(1 / 1.5)), zoom(T.reset, T.reset, reset), near),
    searchBox(), filterBox());
}

function zoomMiddle(times) { zoomAt(camera.width / 2, camera.height / 2, times); }

// ---- pointer ----------------------------------------------------------------------------------------------

const held = new Map();
let travelled = 0;

function spot(event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

canvas.addEventListener("pointerdown", (event) => {
  if (event.button > 0) return;
  canvas.setPointerCapture(event.pointerId);
  held.set(event.pointerId, spot(event));
  if (held.size === 1) travelled = 0;
});

canvas.addEventListener("pointermove", (event) => {
  const at = spot(event), before = held.get(event.pointerId);
  if (!before) { hover(at, event.pointerType); return; }
  const [dx, dy] = [at[0] - before[0], at[1] - before[1]];
  travelled += Math.abs(dx) + Math.abs(dy);
  if (held.size === 1) {
    if (travelled < 4) return;
    pan(dx, dy);
  } else {
    const other = [...held].find(([id]) => id !== event.pointerId)[1];
    const far = Math.hypot(before[0] - other[0], before[1] - other[1]), now = Math.hypot(at[0] - other[0], at[1] - other[1]);
    pan(dx / 2, dy / 2);
    if (far > 0 && now > 0) zoomAt((at[0] + other[0]) / 2, (at[1] + other[1]) / 2, now / far);
  }
  held.set(event.pointerId, at);
  canvas.classList.add("cn-moving");
  tip.hidden = true;
  moved();
});

canvas.addEventListener("pointerup", (event) => {
  if (held.size === 1 && held.has(event.pointerId) && travelled < 4) select(firmAt(...spot(event)));
  release(event);
});
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => { if (state.over >= 0) { state.over = -1; tip.hidden = true; request(); } });

function release(event) {
  held.delete(event.pointerId);
  if (!held.size) canvas.classList.remove("cn-moving");
}

function hover(at, kind) {
  if (kind === "touch") return;
  const firm = firmAt(...at);
  canvas.classList.toggle("cn-over", firm >= 0);
  if (firm === state.over) return;
  state.over = firm;
  tip.hidden = firm < 0;
  if (firm >= 0) {
    tip.textContent = firms.name[firm];
    const right = at[0] > camera.width * 0.6;
    tip.style.left = right ? "auto" : `${at[0] + 14}px`;
    tip.style.right = right ? `${camera.width - at[0] + 10}px` : "auto";
    tip.style.top = `${Math.min(at[1] + 14, camera.height - 30)}px`;
  }
  request();
}

// In a page that scrolls the wheel is the page's, until the drawing has been clicked.
let hinted = 0;
canvas.addEventListener("wheel", (event) => {
  const scrolls = document.scrollingElement.scrollHeight > document.scrollingElement.clientHeight + 1;
  if (scrolls && !event.ctrlKey && !event.metaKey && document.activeElement !== canvas) {
    hint.hidden = false;
    clearTimeout(hinted);
    hinted = setTimeout(() => { hint.hidden = true; }, 1500);
    return;
  }
  event.preventDefault();
  hint.hidden = true;
  const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? camera.height : 1);
  zoomAt(...spot(event), Math.exp(-Math.max(-240, Math.min(240, pixels)) * (event.ctrlKey ? 0.006 : 0.0018)));
  moved();
}, { passive: false });

canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = event.shiftKey ? 200 : 60;
  const acts = {
    ArrowLeft: () => pan(step, 0), ArrowRight: () => pan(-step, 0), ArrowUp: () => pan(0, step), ArrowDown: () => pan(0, -step),
    "+": () => zoomMiddle(1.3), "=": () => zoomMiddle(1.3), "-": () => zoomMiddle(1 / 1.3), 0: reset, Escape: () => select(-1),
  };
  if (!acts[event.key]) return;
  acts[event.key]();
  event.preventDefault();
  moved();
});

// ---- start ------------------------------------------------------------------------------------------------

root.append(toolbar(), el("div", { class: "cn-main" }, stage, panel), legend(), status, live);
if (raw.note) status.before(el("p", { class: "cn-status" }, raw.note));
status.after(el("p", { class: "cn-status" }, say("made", { version: raw.version, seed: String(raw.seed) })));
readColours();
state.view = views.values().next().value;
resized();
show(state.view.key);
fillPanel();
paint();

new ResizeObserver(() => { resized(); paint(); request(); }).observe(stage);
const recoloured = () => { readColours(); paint(); request(); };
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recoloured);
addEventListener("beforeprint", () => { root.classList.add("cn-light"); recoloured(); finishLines(); });
addEventListener("afterprint", () => { root.classList.remove("cn-light"); recoloured(); });
if (document.fonts) document.fonts.ready.then(recoloured);

function finishLines() {
  startLines();
  while (!stepLines(1000));
  paint();
}

// For whoever scripts the page: what is drawn, and where a firm is.
root.chainnet = {
  counts, camera, select: (id) => select(firms.id.indexOf(id), true), show,
  at: (id) => { const firm = firms.id.indexOf(id), box = canvas.getBoundingClientRect(); return [toScreenX(state.view.x[firm]) + box.left, toScreenY(state.view.y[firm]) + box.top]; },
  selected: () => (state.selected < 0 ? null : firms.id[state.selected]),
  view: () => state.view.key,
};
