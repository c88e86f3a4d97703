// Rows copied from a spreadsheet, pasted into a table of the admin, fill it from the field in
// which they are pasted: a cell a field, a line a row; missing rows are added. Typing needs none
// of this.
"use strict";

(() => {
  const rowsOf = (table) => [...table.querySelectorAll("tr.form-row:not(.empty-form)")];

  const controlsOf = (row) =>
    [...row.querySelectorAll("td:not(.delete)")]
      .map((cell) => cell.querySelector("input:not([type=hidden]), select, textarea"))
      .filter(Boolean);

  const plain = (text) => text.trim().toLowerCase().replace(/\.$/, "");

  const fill = (control, text) => {
    if (control.tagName === "SELECT") {
      const options = [...control.options];
      const fits = options.find((option) => [option.value, option.text].map(plain).includes(plain(text)));
      if (fits) control.value = fits.value;
    } else {
      const isNumber = /^[\d\s]+([.,]\d+)?$/.test(text.trim());
      control.value = isNumber ? text.replace(/\s/g, "") : text.trim();
    }
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("paste", (event) => {
    const table = event.target.closest(".tabular table");
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!table || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const start = rowsOf(table).indexOf(event.target.closest("tr"));
    const first = controlsOf(event.target.closest("tr")).indexOf(event.target);
    text.split("\n").forEach((line, offset) => {
      if (!rowsOf(table)[start + offset]) table.querySelector(".add-row a")?.click();
      const row = rowsOf(table)[start + offset];
      if (!row) return;
      const controls = controlsOf(row).slice(first);
      line.split("\t").forEach((cell, place) => controls[place] && fill(controls[place], cell));
    });
  });
})();
