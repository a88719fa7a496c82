// What part of the drawing is seen: x, y in its middle, k pixels a unit; and which firm is under a point.
const state = { view: null, shown: new Uint8Array(n).fill(1), selected: -1, over: -1, marked: true, stops: null, near: null };
const camera = { x: 0, y: 0, k: 1, width: 1, height: 1, fit: 1 };
const views = new Map(raw.views.map((view) => [view.key, unpackView(view)]));

function unpackView(view) {
  const of = (column) => Float64Array.from(column, (at) => (at === null ? NaN : at / 100));
  const base = { x: of(view.x), y: of(view.y) };
  const made = { ...view, base, x: base.x.slice(), y: base.y.slice(), spreadAt: NaN };
  made.middle = { x: (view.frame[0] + view.frame[2]) / 2, y: (view.frame[1] + view.frame[3]) / 2 };
  return made;
}

function fitInto(frame) {
  const across = Math.max(frame[2] - frame[0], 1e-6), down = Math.max(frame[3] - frame[1], 1e-6);
  camera.k = Math.min(camera.width / across, camera.height / down) * 0.94;
  camera.x = (frame[0] + frame[2]) / 2;
  camera.y = (frame[1] + frame[3]) / 2;
}

function reset() {
  fitInto(state.view.frame);
  camera.fit = camera.k;
  settled();
}

function zoomAt(px, py, times) {
  const k = Math.min(Math.max(camera.k * times, camera.fit * 0.25), Math.max(camera.fit * 4, deepest()));
  const x = camera.x + (px - camera.width / 2) / camera.k, y = camera.y + (py - camera.height / 2) / camera.k;
  camera.x = x - (px - camera.width / 2) / k;
  camera.y = y - (py - camera.height / 2) / k;
  camera.k = k;
  settled();
}

function deepest() {
  return state.view.key === "map" ? 60 : 120 / state.view.pitch;
}

function pan(dx, dy) {
  camera.x -= dx / camera.k;
  camera.y -= dy / camera.k;
}

// Firms of one place stand around it in a spiral of pixels: where that is, in units, follows the zoom.
function settled() {
  const view = state.view;
  if (view.spread && view.spreadAt !== camera.k) {
    const step = markSize() * 0.9 / camera.k / 100;
    for (const [firm, right, down] of view.spread) {
      view.x[firm] = view.base.x[firm] + right * step;
      view.y[firm] = view.base.y[firm] + down * step;
    }
    view.spreadAt = camera.k;
    view.grid = null;
  }
}

function toScreenX(x) { return (x - camera.x) * camera.k + camera.width / 2; }
function toScreenY(y) { return (y - camera.y) * camera.k + camera.height / 2; }

// Half the size of a firm's mark in pixels: it grows with the zoom, within bounds.
function markSize() {
  if (state.view.key === "map") return Math.min(7, Math.max(2, 2.2 * (camera.k / camera.fit) ** 0.3));
  return Math.min(11, Math.max(1.5, 0.36 * state.view.pitch * camera.k));
}

function starSize() {
  const many = Math.min(1, Math.max(0.5, 12 / Math.max(leaders, 1)));
  return Math.max(markSize() * 1.5, 9.5 * Math.sqrt(many));
}
const leaders = isLeader.reduce((sum, one) => sum + one, 0);

function gridOf(view) {
  const there = [];
  for (let firm = 0; firm < n; firm += 1) if (isDrawn(firm)) there.push(firm);
  const side = Math.max(1, Math.ceil(Math.sqrt(there.length)));
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const firm of there) {
    box[0] = Math.min(box[0], view.x[firm]); box[1] = Math.min(box[1], view.y[firm]);
    box[2] = Math.max(box[2], view.x[firm]); box[3] = Math.max(box[3], view.y[firm]);
  }
  const grid = { cells: new Map(), side, box, wide: (box[2] - box[0]) / side || 1, high: (box[3] - box[1]) / side || 1 };
  for (const firm of there) {
    const key = Math.floor((view.x[firm] - box[0]) / grid.wide) * 65536 + Math.floor((view.y[firm] - box[1]) / grid.high);
    const cell = grid.cells.get(key);
    if (cell) cell.push(firm); else grid.cells.set(key, [firm]);
  }
  return grid;
}

function isDrawn(firm) {
  return (state.shown[firm] === 1 || firm === state.selected) && !Number.isNaN(state.view.x[firm]);
}

function firmAt(px, py) {
  const view = state.view, reach = Math.max(markSize(), starSize()) + 4;
  view.grid = view.grid || gridOf(view);
  const grid = view.grid, column = (sx) => Math.floor(((sx - camera.width / 2) / camera.k + camera.x - grid.box[0]) / grid.wide);
  const row = (sy) => Math.floor(((sy - camera.height / 2) / camera.k + camera.y - grid.box[1]) / grid.high);
  const [left, right] = [Math.max(0, column(px - reach)), Math.min(grid.side, column(px + reach))];
  const [top, bottom] = [Math.max(0, row(py - reach)), Math.min(grid.side, row(py + reach))];
  let best = -1, least = 0;
  for (let across = left; across <= right; across += 1) {
    for (let down = top; down <= bottom; down += 1) {
      for (const firm of grid.cells.get(across * 65536 + down) || []) {
        const own = (isLeader[firm] ? starSize() : markSize() * sizeOf(firm)) + 4;
        const far = Math.hypot(toScreenX(view.x[firm]) - px, toScreenY(view.y[firm]) - py) - own;
        if (far < least) { best = firm; least = far; }
      }
    }
  }
  return best;
}
const sizes = Float32Array.from(traded, (value) => (mostTraded > 0 && raw.links.value ? 0.85 + 0.75 * Math.sqrt(value / mostTraded) : 1));
function sizeOf(firm) { return sizes[firm]; }
