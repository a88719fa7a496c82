// Search by name or id, traditional and simplified characters alike: a list of hits that arrows, Enter and Escape move in.
const MOST_HITS = 12;
const plainSign = new Map(raw.signs[0].map((code, at) => [String.fromCodePoint(code), String.fromCodePoint(raw.signs[1][at])]));
const folded = firms.id.map((id, firm) => [id, firms.name[firm], firms.other[firm] || ""].map(fold));

function fold(text) {
  const plain = String(text).normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  return Array.from(plain, (sign) => plainSign.get(sign) || sign).join("");
}

function findFirms(text) {
  const wanted = fold(text), found = [[], [], []];
  if (!wanted) return [];
  for (const firm of byImportance) {
    const [id, ...names] = folded[firm];
    if (id === wanted || names.includes(wanted)) found[0].push(firm);
    else if (id.startsWith(wanted) || names.some((name) => name.startsWith(wanted))) found[1].push(firm);
    else if (id.includes(wanted) || names.some((name) => name.includes(wanted))) found[2].push(firm);
  }
  return found.flat();
}

function searchBox() {
  const list = newId();
  const hits = el("ul", { id: list, class: "cn-hits", role: "listbox", "aria-label": T.hits, hidden: true });
  const input = el("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: T.search,
    "aria-label": T.search, "aria-expanded": "false", "aria-controls": list, "aria-autocomplete": "list",
  });
  let options = [], active = -1;

  function open(on) {
    hits.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    if (!on) { input.removeAttribute("aria-activedescendant"); active = -1; }
  }

  function activate(at) {
    active = at;
    options.forEach((option, which) => option.element.setAttribute("aria-selected", String(which === at)));
    if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", options[at].element.id);
    options[at].element.scrollIntoView({ block: "nearest" });
  }

  function fill() {
    const found = findFirms(input.value);
    options = found.slice(0, MOST_HITS).map((firm) => {
      const others = [firms.other[firm], firms.id[firm]].filter((text) => text && text !== firms.name[firm]);
      const element = el("li", { id: newId(), role: "option", "aria-selected": "false" }, firms.name[firm], el("small", {}, others.join(" · ")));
      element.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(firm); });
      return { firm, element };
    });
    const rest = found.length - options.length;
    hits.replaceChildren(...options.map((option) => option.element));
    if (input.value.trim() && !found.length) hits.append(note(T.no_hit));
    if (rest > 0) hits.append(note(say("more_hits", { n: rest })));
    if (input.value.trim()) announce(found.length ? say("found", { n: found.length }) : T.no_hit);
    open(hits.childElementCount > 0);
    activate(options.length ? 0 : -1);
  }

  function note(text) { return el("li", { class: "cn-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, text); }

  function choose(firm) {
    input.value = firms.name[firm];
    open(false);
    select(firm, true);
  }

  input.addEventListener("input", fill);
  input.addEventListener("focus", () => { if (input.value.trim()) fill(); });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;  // Enter ends the writing of a Chinese word
    const many = options.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.hidden) fill();
    else if (event.key === "ArrowDown" && many) activate((active + 1) % many);
    else if (event.key === "ArrowUp" && many) activate((active + many - 1) % many);
    else if (event.key === "Enter" && !hits.hidden && active >= 0) choose(options[active].firm);
    else if (event.key === "Escape" && !hits.hidden) open(false);
    else if (event.key === "Escape") input.value = "";
    else return;
    event.preventDefault();
  });
  return el("div", { class: "cn-search", role: "search" }, input, hits);
}
