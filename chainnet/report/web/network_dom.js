// The place in the page, the data in it, and how elements and texts are made. Names only ever become text.
const root = document.currentScript.closest(".cn-net");
const raw = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
const T = raw.texts;
const locale = raw.lang === "zh" ? "zh-CN" : "en";
const plainNumber = new Intl.NumberFormat(locale, { maximumSignificantDigits: 7 });
const percent = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2 });
const SVG = "http://www.w3.org/2000/svg";

// {n} is filled in; {n|firm|firms} is the first word where n is one, else the second.
function say(key, given) {
  return T[key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, several) => {
    const said = given && name in given ? given[name] : whole;
    if (several !== undefined) return said === 1 ? one : several;
    return typeof said === "number" ? plainNumber.format(said) : said;
  });
}

function el(tag, given, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

let lastId = 0;
function newId() {
  let id;
  do { lastId += 1; id = "cn-" + lastId; } while (document.getElementById(id));
  return id;
}

function amount(value) {
  const number = plainNumber.format(value);
  return raw.unit ? say("a_year", { value: number, unit: raw.unit }) : say("a_year_bare", { value: number });
}
