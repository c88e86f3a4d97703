// several-files.js: files that are chosen or dropped together get a row each at once, so that
// each can be described before the form is sent. Without it the server makes the rows.
"use strict";

(() => {
  const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
  const uploadOf = (row) => row.querySelector("input[type=file][multiple]");
  const isFree = (row) => uploadOf(row) && !uploadOf(row).files.length;
  const nameOf = (field) => field.name.replace(/^.*-\d+-/, "");

  const give = (upload, file) => {
    const one = new DataTransfer();
    one.items.add(file);
    upload.files = one.files;
    const title = upload.closest(".inline-related").querySelector("input[name$='-title_uk']");
    const stem = file.name.replace(/\.[^.]*$/, "").replace(/[_\s]+/g, " ").trim();
    if (title && !title.value) title.value = stem;
  };

  const fieldsOf = (row) => [
    ...row.querySelectorAll("input:not([type=file], [type=hidden]), select"),
  ];

  const repeat = (from, to) => {
    fieldsOf(to).forEach((field) => {
      const like = fieldsOf(from).filter((one) => nameOf(one) === nameOf(field));
      if (!like.length || /^(title|alt)_/.test(nameOf(field))) return;
      if (["checkbox", "radio"].includes(field.type)) {
        field.checked = like.some((one) => one.checked && one.value === field.value);
      } else field.value = like[0].value;
    });
  };

  const part = (row, files) => {
    const group = row.closest(".inline-group");
    give(uploadOf(row), files[0]);
    files.slice(1).forEach((file) => {
      group.querySelector(".add-row a").click();
      const added = rowsOf(group).at(-1);
      repeat(row, added);
      give(uploadOf(added), file);
    });
  };

  document.addEventListener("change", (event) => {
    const row = event.target.closest(".inline-related");
    if (row && event.target === uploadOf(row) && event.target.files.length) {
      part(row, [...event.target.files]);
    }
  });

  const groupUnder = (event) => {
    const group = event.target.closest?.(".inline-group");
    return group?.querySelector("input[type=file][multiple]") ? group : null;
  };

  document.addEventListener("dragover", (event) => {
    if (groupUnder(event) && event.dataTransfer.types.includes("Files")) event.preventDefault();
  });

  document.addEventListener("drop", (event) => {
    const group = groupUnder(event);
    const files = [...event.dataTransfer.files];
    if (!group || !files.length) return;
    event.preventDefault();
    if (!rowsOf(group).some(isFree)) group.querySelector(".add-row a").click();
    part(rowsOf(group).findLast(isFree), files);
  });
})();
