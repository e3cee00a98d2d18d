"use strict";
for (const box of document.querySelectorAll("[data-search]")) {
  const body = document.getElementById(box.dataset.search)?.tBodies?.[0];
  const words = box.querySelector("input");
  if (!body || !words) continue;
  const rows = [...body.rows];
  const choices = [...box.querySelectorAll("select")];
  const count = box.querySelector("output");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const names = new Map(rows.map((row) =>
    [row, plain(row.cells[0].textContent + " " + (row.dataset.names || ""))]));
  const show = () => {
    const wanted = plain(words.value).split(/\s+/);
    let found = 0;
    for (const row of rows) {
      const fits = wanted.every((word) => names.get(row).includes(word)) && choices.every((choice) =>
        !choice.value || row.cells[choice.dataset.column].textContent === choice.value);
      row.hidden = !fits;
      found += fits;
    }
    count.textContent = box.dataset.found.replace("{n}", found).replace("{of}", rows.length);
  };
  box.addEventListener("input", show);
  box.hidden = false;
  show();
}
