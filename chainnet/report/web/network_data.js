// The network as typed arrays: pairs of firms with their value, and for each firm the pairs that arrive and leave.
const firms = raw.firms;
const n = firms.id.length;
const LEADER = firms.shapes.indexOf("leader");
const net = pairsOf(raw.links);

function pairsOf(links) {
  const supplier = [], buyer = [], value = [], bare = [], first = [], end = [];
  let at = 0;
  for (let firm = 0; firm < n; firm += 1) {
    for (const stop = at + links.count[firm]; at < stop;) {
      const to = links.buyer[at];
      let sum = 0, unknown = 0;
      first.push(at);
      for (; at < stop && links.buyer[at] === to; at += 1) {
        if (!links.value || links.value[at] === null) unknown += 1;
        else sum += links.value[at];
      }
      supplier.push(firm); buyer.push(to); value.push(sum); bare.push(unknown); end.push(at);
    }
  }
  const made = {
    supplier: Int32Array.from(supplier), buyer: Int32Array.from(buyer), value: Float64Array.from(value),
    bare: Int32Array.from(bare), first: Int32Array.from(first), end: Int32Array.from(end), m: supplier.length,
  };
  made.sells = byFirm(made.supplier);
  made.buys = byFirm(made.buyer);
  return made;
}

function byFirm(ends) {
  const start = new Int32Array(n + 1);
  for (const firm of ends) start[firm + 1] += 1;
  for (let firm = 0; firm < n; firm += 1) start[firm + 1] += start[firm];
  const place = start.slice(), pair = new Int32Array(ends.length);
  ends.forEach((firm, at) => { pair[place[firm]] = at; place[firm] += 1; });
  return { start, pair };
}

function pairsAt(side, firm) {
  return side.pair.subarray(side.start[firm], side.start[firm + 1]);
}

// How much a firm trades decides who is named first, and whose mark is larger.
const traded = new Float64Array(n);
for (let pair = 0; pair < net.m; pair += 1) {
  const weight = raw.links.value ? net.value[pair] : 1;
  traded[net.supplier[pair]] += weight;
  traded[net.buyer[pair]] += weight;
}
const mostTraded = traded.reduce((most, value) => Math.max(most, value), 0);
const isLeader = Uint8Array.from(firms.shape, (shape) => (shape === LEADER ? 1 : 0));
const byImportance = Int32Array.from({ length: n }, (_, firm) => firm)
  .sort((one, two) => isLeader[two] - isLeader[one] || traded[two] - traded[one] || one - two);
const strongestFirst = Int32Array.from({ length: net.m }, (_, pair) => pair).sort(raw.links.value
  ? (one, two) => net.value[two] - net.value[one] || one - two
  : (one, two) => traded[net.buyer[two]] - traded[net.buyer[one]] || one - two);
const mostValue = raw.links.value && net.m ? net.value[strongestFirst[0]] : 0;

function lineWidth(pair) {
  return 0.45 + (mostValue > 0 ? 1.95 * Math.sqrt(Math.max(net.value[pair], 0) / mostValue) : 0.3);
}

// Who stops with a firm: its seeds, theirs, and so on.
function unpackStops(packed) {
  const seeds = new Map();
  let at = 0;
  packed.seeds.firm.forEach((firm, which) => {
    seeds.set(firm, packed.seeds.seed.slice(at, at + packed.seeds.count[which]));
    at += packed.seeds.count[which];
  });
  return function stopsWith(firm) {
    const found = new Set([firm]), queue = [firm];
    while (queue.length) {
      for (const next of seeds.get(queue.pop()) || []) {
        if (!found.has(next)) { found.add(next); queue.push(next); }
      }
    }
    found.delete(firm);
    return found;
  };
}

const mayStopWith = raw.failure.stops ? unpackStops(raw.failure.stops.high) : () => new Set();
const surelyStopWith = raw.failure.stops && raw.failure.stops.low ? unpackStops(raw.failure.stops.low) : mayStopWith;

// Firms are ranked among their own kind: the loss of a leader is no supplier's. Firms that the page leaves out count.
function rankOf(column, firm) {
  let above = 0, ties = 0, all = 0;
  for (let other = 0; other < n; other += 1) {
    if (isLeader[other] !== isLeader[firm]) continue;
    all += 1;
    if (column.value[other] > column.value[firm]) above += 1;
    if (column.value[other] === column.value[firm]) ties += 1;
  }
  if (column.rest && !isLeader[firm]) {
    column.rest.value.forEach((value, at) => {
      all += column.rest.number[at];
      if (value > column.value[firm]) above += column.rest.number[at];
      if (value === column.value[firm]) ties += column.rest.number[at];
    });
  }
  return { rank: above + 1, ties, all };
}
