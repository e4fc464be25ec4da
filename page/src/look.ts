// Light or dark: the system's choice until a person makes one.
export function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function toggleTheme(): void {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset["theme"] = next;
  try {
    localStorage.setItem("twotrack-theme", next);
  } catch {
    // Without storage the choice holds until the page is left.
  }
  document.dispatchEvent(new CustomEvent("look"));
}

/** A colour of the stylesheet, for what is drawn on a canvas. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Calls back when colours change. */
export function onLook(run: () => void): void {
  document.addEventListener("look", run);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", run);
}

export const still = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
