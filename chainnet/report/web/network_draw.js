// One frame: the ground, the links (a bitmap that is made again when the movement ends), firms, marks, names.
// Of a large network the firms are in the bitmap too.
const PATHS = {  // around 0, of half size 1
  firm: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  graded: "M0-1.25L1.25 0L0 1.25L-1.25 0Z",
  logistics: "M0-1.2L1.15 .85L-1.15 .85Z",
  institution: "M-.95-.95H.95V.95H-.95Z",
  leader: star(),
};
const MOST_LINES = 60000, MARGIN = 0.25, SLICE_MS = 9;
const LARGE = n > 1200;
const canvas = el("canvas", { tabindex: "0", role: "application", "aria-label": T.canvas });
const pen = canvas.getContext("2d", { alpha: false });
const lines = { front: null, back: null, job: null, stale: true };
const counts = { firms: 0, links: 0, unnamed: 0, frames: 0 };
let colours = {}, sprites = new Map(), ratio = 1, moving = false, asked = false, idle = 0;
let coarse = false, slow = 0, before = 0;

function star() {
  const points = [];
  for (let at = 0; at < 10; at += 1) {
    const far = at % 2 ? 0.42 : 1.1, angle = -Math.PI / 2 + at * Math.PI / 5;
    points.push(`${(far * Math.cos(angle)).toFixed(3)} ${(far * Math.sin(angle)).toFixed(3)}`);
  }
  return `M${points.join("L")}Z`;
}

function readColours() {
  const style = getComputedStyle(root), of = (name) => style.getPropertyValue(`--n-${name}`).trim();
  colours = Object.fromEntries(["ink", "soft", "line", "ground", "band", "leader", "local", "outside", "unknown", "plain", "stop", "halo"].map((name) => [name, of(name)]));
  colours.links = { local: colours.local, outside: colours.outside, unknown: of("link-unknown"), plain: of("link-plain") };
  colours.family = style.fontFamily;
  sprites = new Map();
  lines.stale = true;
}

function font(size, weight) { return `${weight || 400} ${size}px ${colours.family}`; }

function write(to, text, x, y, colour, align, face) {
  if (face) to.font = face;
  to.textAlign = align; to.textBaseline = "middle"; to.lineJoin = "round";
  to.lineWidth = 3.5; to.strokeStyle = colours.halo; to.fillStyle = colour;
  to.strokeText(text, x, y);
  to.fillText(text, x, y);
}

// Cut in the middle, for names that begin alike differ at the end; a Chinese character counts as two.
function short(text, most) {
  const signs = Array.from(text), unitsOf = (some) => some.reduce((sum, sign) => sum + (sign < "\u2e80" ? 1 : 2), 0);
  if (unitsOf(signs) <= most) return text;
  let head = signs.length, tail = 0;
  while (tail < signs.length && unitsOf(signs.slice(signs.length - tail - 1)) <= (most - 1) * 0.4) tail += 1;
  while (head > 0 && unitsOf(signs.slice(0, head)) + unitsOf(signs.slice(signs.length - tail)) > most - 1) head -= 1;
  return `${signs.slice(0, head).join("").trimEnd()}…${signs.slice(signs.length - tail).join("").trimStart()}`;
}

function outside(box) { return box[0] < 0 || box[1] < 0 || box[2] > camera.width || box[3] > camera.height; }
function meets(box, taken) {
  return taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
}

// ---- the firms --------------------------------------------------------------------------------------------

function sprite(shape, shade, half) {
  const key = `${shape} ${shade} ${half}`;
  if (sprites.has(key)) return sprites.get(key);
  const hollow = shade === "unknown" && shape !== "leader", rim = hollow ? 1.5 : half > 2.2 ? 0.8 : 0;
  const side = Math.ceil(half * 1.3 + rim + 1), made = document.createElement("canvas");
  made.width = made.height = Math.ceil(2 * side * ratio);
  const to = made.getContext("2d"), path = new Path2D();
  to.setTransform(ratio, 0, 0, ratio, side * ratio, side * ratio);
  path.addPath(new Path2D(PATHS[shape]), new DOMMatrix().scale(half));
  const colour = shape === "leader" ? colours.leader : colours[shade];
  to.fillStyle = hollow ? colours.ground : colour;
  to.strokeStyle = hollow ? colour : colours.ground;
  to.lineWidth = rim;
  to.lineJoin = "round";
  if (rim && !hollow) to.stroke(path);
  to.fill(path);
  if (hollow) to.stroke(path);
  const found = { made, side };
  sprites.set(key, found);
  return found;
}

function halfOf(firm) {
  return Math.round((isLeader[firm] ? starSize() : markSize() * sizeOf(firm)) * 4) / 4;
}

// The marks of the firms in a box of pixels, the most important last.
function marksIn(box, right, down, which) {
  const view = state.view, base = markSize(), starred = starSize(), found = [];
  for (let turn = n - 1; turn >= 0; turn -= 1) {
    const firm = byImportance[turn];
    if (!isDrawn(firm) || (which && !which(firm))) continue;
    const x = toScreenX(view.x[firm]) + right, y = toScreenY(view.y[firm]) + down;
    if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) continue;
    const half = Math.round((isLeader[firm] ? starred : base * sizes[firm]) * 4) / 4;
    found.push({ x, y, of: sprite(firms.shapes[firms.shape[firm]], firms.shades[firms.shade[firm]], half) });
  }
  return found;
}

function putMark(to, { x, y, of }) {
  to.drawImage(of.made, x - of.side, y - of.side, 2 * of.side, 2 * of.side);
}

function drawFirms(which) {
  for (const mark of marksIn([-20, -20, camera.width + 20, camera.height + 20], 0, 0, which)) putMark(pen, mark);
}

// Firms beyond the bitmap, where a movement has left it, and all of them while there is none.
function drawFirmsBeyond(box) {
  const whole = [-20, -20, camera.width + 20, camera.height + 20];
  if (!box) { drawFirms(null); return; }
  if (box[0] <= 0 && box[1] <= 0 && box[2] >= camera.width && box[3] >= camera.height) return;
  for (const mark of marksIn(whole, 0, 0, null)) {
    if (mark.x < box[0] || mark.y < box[1] || mark.x > box[2] || mark.y > box[3]) putMark(pen, mark);
  }
}

function ring(firm, half, dash, width) {
  pen.setLineDash(dash);
  pen.lineWidth = width;
  pen.beginPath();
  pen.arc(toScreenX(state.view.x[firm]), toScreenY(state.view.y[firm]), half, 0, 2 * Math.PI);
  pen.stroke();
}

function cross(firm, half) {
  const x = toScreenX(state.view.x[firm]), y = toScreenY(state.view.y[firm]);
  for (const [colour, width] of [[colours.halo, 4], [colours.stop, 1.9]]) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(x - half, y - half); pen.lineTo(x + half, y + half);
    pen.moveTo(x + half, y - half); pen.lineTo(x - half, y + half);
    pen.stroke();
  }
}

function drawMarks() {
  if (state.marked && state.stops) {
    pen.strokeStyle = colours.stop;
    for (const firm of state.stops.may) if (isDrawn(firm) && !state.stops.surely.has(firm)) ring(firm, halfOf(firm) + 3, [2.5, 2], 1.4);
    pen.setLineDash([]);
    for (const firm of state.stops.surely) if (isDrawn(firm)) cross(firm, Math.max(halfOf(firm) * 0.9, 4));
  }
  if (state.selected >= 0 && isDrawn(state.selected)) {
    pen.strokeStyle = colours.halo;
    ring(state.selected, halfOf(state.selected) + 4, [], 5);
    pen.strokeStyle = colours.ink;
    ring(state.selected, halfOf(state.selected) + 4, [], 2.4);
  }
  if (state.over >= 0 && state.over !== state.selected) {
    pen.strokeStyle = colours.ink;
    ring(state.over, halfOf(state.over) + 3, [], 1.4);
  }
  pen.setLineDash([]);
}

// Names keep clear of the stars.
function keepClear(taken, which) {
  const marks = marksIn([0, 0, camera.width, camera.height], 0, 0, which).slice(-800);
  for (const { x, y, of } of marks) taken.push([x - of.side * 0.7, y - of.side * 0.7, x + of.side * 0.7, y + of.side * 0.7]);
}

// Returns how many leaders have their names written.
function drawNames(taken) {
  const view = state.view, roomy = view.key !== "map" ? view.pitch * camera.k >= 24 : camera.k >= 6, most = roomy ? 60 : 24;
  const candidates = state.near ? [state.selected, ...byImportance.filter((firm) => firm !== state.selected && state.near.has(firm))] : byImportance;
  let tried = 0, written = 0, starsNamed = 0;
  let crowded = !roomy;
  keepClear(taken, (firm) => isLeader[firm]);
  pen.font = font(12.5, 600);
  const widest = view.heads ? Math.max(...Array.from(byImportance.subarray(0, Math.min(leaders, most)), (firm) => pen.measureText(short(firms.name[firm], 30)).width)) : 0;
  const aside = view.heads && toScreenX(view.heads[0].x) + starSize() + 10 + widest < camera.width;  // all leaders alike
  for (const firm of candidates) {
    if (written >= most || tried >= 400) break;
    if (!isLeader[firm] && !roomy && !(state.near && state.near.size <= 40) && firm !== state.selected && n > 30) {
      if (!state.near) break;  // leaders come first
      continue;
    }
    if (!isDrawn(firm)) continue;
    const x = toScreenX(view.x[firm]), y = toScreenY(view.y[firm]);
    if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
    tried += 1;
    if (!crowded && !isLeader[firm] && firm !== state.selected) {  // where there is room, of all marks
      keepClear(taken, (other) => !isLeader[other] && (!state.near || state.near.has(other)));
      crowded = true;
    }
    const text = short(firms.name[firm], 30), face = font(12.5, isLeader[firm] || firm === state.selected ? 600 : 400);
    pen.font = face;
    const half = pen.measureText(text).width / 2, gap = halfOf(firm) + 9;
    const spots = [[x, y - gap], [x, y + gap], [x - half - gap + 3, y], [x + half + gap - 3, y]];
    if (view.heads && isLeader[firm]) spots.splice(0, 2, ...(aside ? [spots[3]] : [spots[2], spots[0], spots[1]]));
    for (const [cx, cy] of spots) {
      const box = [cx - half - 2, cy - 8, cx + half + 2, cy + 8];
      if (outside(box) || meets(box, taken)) continue;
      write(pen, text, cx, cy, colours.ink, "center", face);
      taken.push(box);
      written += 1;
      starsNamed += isLeader[firm];
      break;
    }
  }
  return starsNamed;
}

// ---- the frame --------------------------------------------------------------------------------------------

function request() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(frame);
}

// While something moves the links stay a bitmap; it is made again once the movement has ended.
function moved() {
  moving = true;
  clearTimeout(idle);
  idle = setTimeout(() => { moving = false; lines.stale = true; request(); }, 140);
  request();
}

function changed() {
  state.view.grid = null;
  lines.stale = true;
  count();
  request();
}

// A machine that can't keep up on a sharp screen moves a coarse picture; at rest it is sharp again.
function wantedRatio() {
  return moving && coarse ? 1 : window.devicePixelRatio || 1;
}

function frame() {
  asked = false;
  counts.frames += 1;
  const now = performance.now();
  slow = moving && now - before > 34 ? slow + 1 : 0;
  before = now;
  coarse = coarse || slow > 8;
  if (ratio !== wantedRatio()) resized();
  if (lines.stale && !moving) startLines();
  if (lines.job && !moving && !stepLines(SLICE_MS)) request();
  paint();
}

function paint() {
  const view = state.view, taken = [];
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, camera.width, camera.height);
  if (view.heads) drawBands(pen, view);
  if (view.centre) { drawDegrees(pen, view); drawCircles(pen, view); }
  const box = drawLines();
  pen.globalAlpha = state.near ? 0.2 : 1;
  if (LARGE) drawFirmsBeyond(box && lines.front && lines.front.view === view ? box : null);
  else drawFirms(state.near ? (firm) => !state.near.has(firm) : null);
  pen.globalAlpha = 1;
  if (state.near) {
    drawNearLines();
    drawFirms((firm) => state.near.has(firm));
  }
  drawMarks();
  if (view.heads) drawHeads(pen, view, taken);
  if (view.centre) taken.push(drawScale(pen));
  tellUnnamed(drawNames(taken));
  if (view.centre) drawPlaces(pen, view, taken);
}

// The leaders in sight whose names found no room are counted once the movement has ended.
function tellUnnamed(named) {
  if (moving) return;
  let inSight = 0;
  for (const firm of byImportance.subarray(0, leaders)) {
    const x = toScreenX(state.view.x[firm]), y = toScreenY(state.view.y[firm]);
    if (isDrawn(firm) && x >= 0 && y >= 0 && x <= camera.width && y <= camera.height) inSight += 1;
  }
  const unnamed = state.near ? 0 : inSight - named;  // of a selection only those around it are named
  if (counts.unnamed === unnamed) return;
  counts.unnamed = unnamed;
  told();
}

function resized() {
  const kept = camera.k / camera.fit;
  ratio = wantedRatio();
  camera.width = Math.max(canvas.clientWidth, 1);
  camera.height = Math.max(canvas.clientHeight, 1);
  canvas.width = Math.round(camera.width * ratio);
  canvas.height = Math.round(camera.height * ratio);
  const { x, y } = camera;
  fitInto(state.view.frame);
  camera.fit = camera.k;
  if (kept !== 1 && Number.isFinite(kept)) { camera.k *= kept; camera.x = x; camera.y = y; }
  sprites = new Map();
  lines.stale = true;
  settled();
}

function count() {
  counts.firms = 0;
  counts.links = 0;
  for (let firm = 0; firm < n; firm += 1) if (isDrawn(firm)) counts.firms += 1;
  for (let pair = 0; pair < net.m; pair += 1) if (isDrawn(net.supplier[pair]) && isDrawn(net.buyer[pair])) counts.links += 1;
  told();
}
