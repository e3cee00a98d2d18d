"use strict";
// Rows of charts and tables about the same, such as a country, light up together; what a row of a
// chart says stands beside it while it has the pointer or the focus.
{
  const shown = document.createElement("output");
  shown.className = "told";
  shown.hidden = true;
  document.body.append(shown);
  for (const row of document.querySelectorAll("[data-about], g[tabindex]")) {
    const { about } = row.dataset;
    const same = about ? document.querySelectorAll(`[data-about="${CSS.escape(about)}"]`) : [row];
    const light = (lit) => {
      for (const each of same) each.classList.toggle("lit", lit);
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
  }
}
