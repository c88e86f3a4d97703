// still-here.js: while somebody types, tells the server so every few minutes, so that the session
// does not end under a long form.
const script = document.querySelector("script[src*='still-here']");
const EVERY = 5 * 60 * 1000;
let told = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - told < EVERY) return;
  told = Date.now();
  fetch(script.dataset.url, { method: "HEAD" });
});
