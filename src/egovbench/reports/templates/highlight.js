"use strict";
// Rows of charts and tables that bear the same name, such as a country's, light up together; what a
// row of a chart says stands beside it while it has the pointer or the focus.
{
  const shown = document.createElement("output");
  shown.className = "told";
  shown.hidden = true;
  document.body.append(shown);
  const rows = new Map();
  const named = (row, text) => {
    const name = text.split(/\s*[:,(]/)[0].trim();
    rows.set(name, [...(rows.get(name) || []), row]);
    const light = (lit) => {
      for (const each of rows.get(name)) each.classList.toggle("lit", lit);
      const title = row.querySelector("title");
      if (!title) return;
      const box = row.getBoundingClientRect();
      shown.textContent = title.textContent;
      shown.hidden = !lit;
      shown.style.left = `${Math.max(8, box.left + window.scrollX)}px`;
      shown.style.top = `${box.bottom + window.scrollY + 4}px`;
    };
    for (const kind of ["pointerenter", "focusin"]) row.addEventListener(kind, () => light(true));
    for (const kind of ["pointerleave", "focusout"]) row.addEventListener(kind, () => light(false));
  };
  for (const title of document.querySelectorAll("g[tabindex] > title")) named(title.parentNode, title.textContent);
  for (const head of document.querySelectorAll("tbody th[scope=row]")) named(head.parentNode, head.textContent);
}
