// Tables: sort by a column, filter the rows, save the file's rows.
(() => {
  "use strict";
  const words = JSON.parse(document.getElementById("words").textContent);
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" }).compare;

  // A number sorts by what the cell keeps beside its rounded text; nothing is a number that has no text.
  const key = (cell, number) => {
    const text = cell.textContent.trim();
    if (!number || text === "") return text;
    return Number(cell.dataset.sort ?? text.replaceAll(",", ""));
  };

  function sort(table, head, at) {
    const number = head.classList.contains("n");
    const now = head.getAttribute("aria-sort");
    const next = now === "none" ? (number ? "descending" : "ascending") : now === "ascending" ? "descending" : "ascending";
    const way = next === "ascending" ? 1 : -1;
    const rows = [...table.tBodies[0].rows].map(row => ({ row, key: key(row.cells[at], number) }));
    rows.sort((one, other) => {
      if (one.key === "" || other.key === "") return (one.key === "") - (other.key === "");
      return way * (number ? Math.sign(one.key - other.key) || 0 : order(one.key, other.key));
    });
    table.tBodies[0].append(...rows.map(({ row }) => row));
    for (const each of head.parentElement.cells) each.setAttribute("aria-sort", each === head ? next : "none");
  }

  function filter(table, box, told) {
    const wanted = box.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of table.tBodies[0].rows) {
      const text = [...row.cells].map(cell => cell.textContent).join("\n").toLocaleLowerCase();
      row.hidden = !wanted.every(word => text.includes(word));
      left += !row.hidden;
    }
    told.textContent = wanted.length ? words.found.replace("{}", left.toLocaleString("en")) : "";
  }

  async function save(button, told) {
    if (!("DecompressionStream" in window)) {
      told.textContent = words.old.replace("{}", button.dataset.name);
      return;
    }
    const packed = Uint8Array.from(atob(button.dataset.csv), sign => sign.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const file = new Blob([await new Response(stream).arrayBuffer()], { type: "text/csv;charset=utf-8" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  for (const part of document.querySelectorAll(".table")) {
    const table = part.querySelector("table");
    const told = part.querySelector("output");
    const box = part.querySelector("input[type=search]");
    const button = part.querySelector("button[data-csv]");
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      head.querySelector("button").addEventListener("click", () => sort(table, head, at));
    });
    box?.addEventListener("input", () => filter(table, box, told));
    button.addEventListener("click", () => save(button, told));
  }
})();
