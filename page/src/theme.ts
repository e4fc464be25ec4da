// Runs before the first paint, as a classic script: the chosen theme is set before anything is drawn.
// Without a choice there is no attribute, and the stylesheet follows the system.
(() => {
  try {
    const chosen = localStorage.getItem("twotrack-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;
  } catch {
    // Storage can be forbidden; then the system decides.
  }
})();
