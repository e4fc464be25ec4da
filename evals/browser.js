// Filters: kinds by checkbox, one type, one status, words of the sentence. A link into the list shows all again.
const form = document.querySelector("form");
const cases = [...document.querySelectorAll(".case")];
function show() {
  const kinds = new Set([...form.querySelectorAll("[name=kind]:checked")].map((box) => box.value));
  const words = form.elements.words.value.toLowerCase();
  let shown = 0;
  for (const item of cases) {
    const held = kinds.has(item.dataset.kind)
      && (!form.elements.type.value || item.dataset.types.split(" ").includes(form.elements.type.value))
      && (!form.elements.status.value || item.dataset.status === form.elements.status.value)
      && (!words || item.textContent.toLowerCase().includes(words));
    item.hidden = !held;
    shown += held;
  }
  for (const part of document.querySelectorAll("main section, main section > div")) {
    part.hidden = !part.querySelector(".case:not([hidden])");
  }
  form.elements.shown.value = `${shown} of ${cases.length} cases`;
}
form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
addEventListener("hashchange", () => {
  form.reset();
  show();
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
show();
