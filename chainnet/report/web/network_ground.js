// What lies behind the firms: bands and heads of the tiers; degrees, places, circles and a scale on the map.
const STEPS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60];
const DEEP_ENOUGH = [0, 0, 0.15, 3];  // pixels a km from which regions, provinces, cities, districts are named
const KM_PER_DEGREE = 6371.0088 * Math.PI / 180;

function drawBands(pen, view) {
  pen.textBaseline = "middle";
  const right = view.heads.length > 1 && !view.by_cluster ? toScreenX((view.heads[0].x * 0.88 + view.heads[1].x * 0.12)) : camera.width;
  for (const band of view.bands || []) {
    const top = toScreenY(band.top), bottom = toScreenY(band.bottom);
    pen.fillStyle = colours.band;
    pen.fillRect(0, top, right, bottom - top);
  }
}

function drawHeads(pen, view, taken) {
  pen.font = font(13, 600);
  const y = Math.max(toScreenY(view.frame[1]) + 6, 14);
  let last = Infinity;
  view.heads.forEach((head, at) => {  // from the right
    const text = raw.heads[at] || T.none, x = toScreenX(head.x), half = pen.measureText(text).width / 2 + 6;
    if (x + half > last) return;
    last = x - half;
    write(pen, text, x, y, colours.ink, "center");
    write(pen, plainNumber.format(head.number), x, y + 15, colours.soft, "center", font(11.5));
    taken.push([x - half, y - 9, x + half, y + 24]);
  });
  for (const band of view.bands || []) {
    const top = toScreenY(band.top), bottom = toScreenY(band.bottom);
    if (bottom < 34 || top > camera.height) continue;
    const text = short(band.name, 18), wide = pen.measureText(text).width;
    const at = (Math.max(top, 34) + Math.min(bottom, camera.height)) / 2;
    if (bottom - top < 13) continue;
    write(pen, text, 8, at, colours.soft, "left", font(12, 600));
    taken.push([4, at - 9, 12 + wide, at + 9]);
  }
}

function drawDegrees(pen, view) {
  const [lon, lat] = view.centre, across = KM_PER_DEGREE * Math.cos(lat * Math.PI / 180);
  const west = (camera.x - camera.width / 2 / camera.k) / across + lon, east = (camera.x + camera.width / 2 / camera.k) / across + lon;
  const north = lat - (camera.y - camera.height / 2 / camera.k) / KM_PER_DEGREE, south = lat - (camera.y + camera.height / 2 / camera.k) / KM_PER_DEGREE;
  pen.strokeStyle = colours.line;
  pen.fillStyle = colours.soft;
  pen.lineWidth = 0.6;
  pen.globalAlpha = 0.7;
  pen.font = font(11);
  pen.beginPath();
  for (const at of rounds(Math.max(west, lon - 180), Math.min(east, lon + 180))) {
    const x = toScreenX((at - lon) * across);
    pen.moveTo(x, 0); pen.lineTo(x, camera.height);
    pen.textAlign = "center"; pen.textBaseline = "bottom";
    pen.fillText(degrees(((at + 540) % 360) - 180, "E", "W"), x, camera.height - 3);
  }
  for (const at of rounds(Math.max(south, -90), Math.min(north, 90))) {
    const y = toScreenY(-(at - lat) * KM_PER_DEGREE);
    pen.moveTo(0, y); pen.lineTo(camera.width, y);
    pen.textAlign = "left"; pen.textBaseline = "middle";
    pen.fillText(degrees(at, "N", "S"), 4, y - 7);
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

function rounds(low, high) {
  const step = STEPS.find((size) => (high - low) / size <= 6) || 60, found = [];
  for (let at = Math.ceil(low / step); at <= Math.floor(high / step); at += 1) found.push(Number((at * step).toFixed(4)));
  return found;
}

function degrees(at, plus, minus) {
  return `${plainNumber.format(Math.abs(at))}°${at > 0 ? plus : at < 0 ? minus : ""}`;
}

function drawCircles(pen, view) {
  if (!view.radius) return;
  const few = leaders <= 6;
  pen.strokeStyle = colours.leader;
  pen.lineWidth = 1.1;
  pen.setLineDash([5, 4]);
  for (const firm of byImportance.subarray(0, leaders)) {
    if (!isDrawn(firm)) continue;
    pen.globalAlpha = few ? 0.75 : 0.3;
    pen.beginPath();
    pen.arc(toScreenX(view.x[firm]), toScreenY(view.y[firm]), view.radius * camera.k, 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function drawPlaces(pen, view, taken) {
  pen.font = font(12);
  let written = 0;
  for (const place of view.places) {
    if (place.reach * camera.k > 50 || camera.k < DEEP_ENOUGH[place.level] || written >= 14) continue;
    const x = toScreenX(place.x), y = toScreenY(place.y) + markSize() + 12, half = pen.measureText(place.name).width / 2 + 4;
    const box = [x - half, y - 8, x + half, y + 8];
    if (outside(box) || meets(box, taken)) continue;
    write(pen, place.name, x, y, colours.soft, "center", font(12));
    taken.push(box);
    written += 1;
  }
}

function drawScale(pen) {
  const most = 150 / camera.k, power = 10 ** Math.floor(Math.log10(most));
  const km = power * [5, 2, 1].find((step) => step * power <= most * (1 + 1e-9));
  const right = camera.width - 14, left = right - km * camera.k, y = camera.height - 26;
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(left, y - 4); pen.lineTo(left, y); pen.lineTo(right, y); pen.lineTo(right, y - 4);
  pen.stroke();
  write(pen, km < 1 ? `${plainNumber.format(km * 1000)} m` : `${plainNumber.format(km)} km`, (left + right) / 2, y - 9, colours.ink, "center", font(12));
  return [left - 4, y - 18, right + 4, y + 4];
}
