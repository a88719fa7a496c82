// The links, as a bitmap somewhat larger than what is seen, drawn a slice a frame so that nothing waits for it.
function startLines() {
  lines.stale = false;
  const at = { x: camera.x, y: camera.y, k: camera.k, view: state.view };
  const wide = camera.width * (1 + 2 * MARGIN), high = camera.height * (1 + 2 * MARGIN);
  const sharp = Math.min(ratio, Math.sqrt(9e6 / (wide * high)));
  const bitmap = lines.back && lines.back !== lines.front ? lines.back : document.createElement("canvas");
  bitmap.width = Math.round(wide * sharp);
  bitmap.height = Math.round(high * sharp);
  const to = bitmap.getContext("2d"), view = state.view;
  to.setTransform(sharp * camera.k, 0, 0, sharp * camera.k, sharp * (wide / 2 - camera.x * camera.k), sharp * (high / 2 - camera.y * camera.k));
  const box = [camera.x - wide / 2 / camera.k, camera.y - high / 2 / camera.k, camera.x + wide / 2 / camera.k, camera.y + high / 2 / camera.k];
  const pairs = [];
  for (const pair of strongestFirst) {
    if (pairs.length >= MOST_LINES) break;
    const from = net.supplier[pair], into = net.buyer[pair];
    if (!isDrawn(from) || !isDrawn(into)) continue;
    const x0 = view.x[from], y0 = view.y[from], x1 = view.x[into], y1 = view.y[into];
    if ((x0 < box[0] && x1 < box[0]) || (x0 > box[2] && x1 > box[2]) || (y0 < box[1] && y1 < box[1]) || (y0 > box[3] && y1 > box[3])) continue;
    pairs.push(pair);
  }
  const alpha = Math.min(0.4, Math.max(0.1, 12 / Math.sqrt(pairs.length || 1)));
  const marks = LARGE ? marksIn([-20, -20, wide + 20, high + 20], (wide - camera.width) / 2, (high - camera.height) / 2) : [];
  lines.job = { ...at, bitmap, to, pairs, done: 0, alpha, wide, high, sharp, marks, marked: 0 };
}

// The strongest come first, so that what is drawn so far is what matters most. True when all is drawn.
function stepLines(budget) {
  const job = lines.job, end = performance.now() + budget;
  while (job.done < job.pairs.length && performance.now() < end) {
    const stop = Math.min(job.done + 48, job.pairs.length);
    for (const name of firms.shades) {
      const of = firms.shades.indexOf(name);
      job.to.beginPath();
      let some = 0, width = 0;
      for (let at = job.done; at < stop; at += 1) {
        const pair = job.pairs[at];
        if (firms.shade[net.supplier[pair]] !== of) continue;
        trace(job.to, pair);
        width += lineWidth(pair);
        some += 1;
      }
      if (!some) continue;
      job.to.globalAlpha = job.alpha;
      job.to.strokeStyle = colours.links[name];
      job.to.lineWidth = width / some / job.k;  // one stroke a batch: neighbours in this order are about as strong
      job.to.stroke();
    }
    job.done = stop;
  }
  if (job.done < job.pairs.length) return false;
  job.to.setTransform(job.sharp, 0, 0, job.sharp, 0, 0);
  job.to.globalAlpha = 1;
  while (job.marked < job.marks.length && performance.now() < end) {
    for (const mark of job.marks.slice(job.marked, job.marked + 200)) putMark(job.to, mark);
    job.marked += 200;
  }
  if (job.marked < job.marks.length) return false;
  lines.back = lines.front && lines.front.bitmap;
  lines.front = job;
  lines.job = null;
  return true;
}

function trace(to, pair) {
  const view = state.view, from = net.supplier[pair], into = net.buyer[pair];
  const x0 = view.x[from], y0 = view.y[from], x1 = view.x[into], y1 = view.y[into];
  to.moveTo(x0, y0);
  if (!view.curved) { to.lineTo(x1, y1); return; }
  const beside = Math.abs(x1 - x0) < 3, reach = beside ? 3 : (x1 - x0) / 2;
  to.bezierCurveTo(x0 + reach, y0, x1 + (beside ? 3 : -reach), y1, x1, y1);
}

function drawLines() {
  const shown = lines.front && lines.front.view === state.view ? lines.front : lines.job;
  if (!shown) return null;
  const times = camera.k / shown.k, wide = shown.wide * times, high = shown.high * times;
  let left = toScreenX(shown.x) - wide / 2, top = toScreenY(shown.y) - high / 2;
  if (times === 1) { left = Math.round(left * ratio) / ratio; top = Math.round(top * ratio) / ratio; }  // no resampling
  pen.globalAlpha = state.near ? 0.22 : 1;
  pen.imageSmoothingEnabled = !moving && (times !== 1 || shown.sharp !== ratio);
  pen.drawImage(shown.bitmap, left, top, wide, high);
  pen.globalAlpha = 1;
  return [left, top, left + wide, top + high];
}

function drawNearLines() {
  const own = [...pairsAt(net.sells, state.selected), ...pairsAt(net.buys, state.selected)].filter((pair) => isDrawn(net.supplier[pair]) && isDrawn(net.buyer[pair]));
  const most = moving ? 300 : 5000;
  own.sort((one, two) => net.value[two] - net.value[one]);
  pen.save();
  pen.translate(camera.width / 2 - camera.x * camera.k, camera.height / 2 - camera.y * camera.k);
  pen.scale(camera.k, camera.k);
  pen.globalAlpha = own.length > 60 ? 0.45 : 0.8;
  for (const pair of own.slice(0, most)) {
    pen.strokeStyle = colours.links[firms.shades[firms.shade[net.supplier[pair]]]];
    pen.lineWidth = (lineWidth(pair) + 0.5) / camera.k;
    pen.beginPath();
    trace(pen, pair);
    pen.stroke();
  }
  pen.restore();
}
