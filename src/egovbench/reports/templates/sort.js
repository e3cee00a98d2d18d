"use strict";
const language = document.documentElement.lang;
const byWords = new Intl.Collator(language, {numeric: true});
const grouping = language === "en" ? /,/g : /[.\s]/g;

// What a cell is sorted by: its value, the number it begins with, or null for what is missing.
function valueOf(cell) {
  if (!cell || "missing" in cell.dataset || !cell.textContent.trim()) return null;
  if ("value" in cell.dataset) return Number(cell.dataset.value);
  const found = /^[+\u2212-]?\d[\d.,\u00a0\u202f]*/.exec(cell.textContent.trim());
  if (!found) return NaN;
  const digits = found[0].replace("\u2212", "-").replace(/[.,]$/, "").replace(grouping, "");
  return Number(digits.replace(",", "."));
}

function sortRows(body, place, direction) {
  const rows = [...body.rows].map(row => ({row, cell: row.cells[place], value: valueOf(row.cells[place])}));
  const known = rows.filter(each => each.value !== null);
  const order = known.some(each => Number.isNaN(each.value))
    ? (one, other) => byWords.compare(one.cell.textContent, other.cell.textContent)
    : (one, other) => one.value - other.value;
  known.sort((one, other) => direction * order(one, other));
  body.append(...known.map(each => each.row), ...rows.filter(each => each.value === null).map(each => each.row));
}

for (const table of document.querySelectorAll("main table")) {
  const body = table.tBodies[0];
  if (!table.tHead || !body || body.rows.length < 2) continue;
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    if (head.tagName !== "TH") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const rises = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach(each => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", rises ? "ascending" : "descending");
      sortRows(body, place, rises ? 1 : -1);
    });
  });
}
