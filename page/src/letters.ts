// Single-letter keys can be turned off (WCAG 2.1.4): speech input types letters.
const NAME = "twotrack-letters";

export function lettersOn(): boolean {
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return true;
  }
}

export function setLetters(on: boolean): void {
  try {
    localStorage.setItem(NAME, on ? "on" : "off");
  } catch {
    // Without storage they stay as they are.
  }
}
