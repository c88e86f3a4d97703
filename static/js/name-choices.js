// name-choices.js: the boxes in which references are completed are called like their fields;
// select2 itself leaves them without a name for those who cannot see the label.
"use strict";

(() => {
  const nameOf = (field) =>
    field.getAttribute("aria-label") || field.labels[0]?.textContent.trim().replace(/:$/, "");

  const nameAll = () =>
    document.querySelectorAll("select.select2-hidden-accessible").forEach((field) => {
      const box = field.nextElementSibling;
      const shown = box.querySelector(".select2-selection__rendered[role]");
      ["role", "aria-readonly"].forEach((attribute) => shown?.removeAttribute(attribute));
      box.querySelectorAll(".select2-selection, .select2-search__field").forEach((control) => {
        control.removeAttribute("aria-labelledby");
        control.setAttribute("aria-label", nameOf(field));
      });
    });

  const nameOpened = (event) => {
    const search = document.querySelector(".select2-dropdown .select2-search__field");
    search?.setAttribute("aria-label", nameOf(event.target));
  };

  const jQuery = window.django?.jQuery;
  if (!jQuery) return;
  jQuery(nameAll);
  jQuery(document).on("select2:open", nameOpened);
  document.addEventListener("formset:added", nameAll);
})();
