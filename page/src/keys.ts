// The keyboard: one listener for the whole page, quiet while somebody types.
import type { App } from "./app";
import { anyOpen } from "./dialog";
import { openHelp } from "./help";
import { lettersOn } from "./letters";
import { toggleTheme } from "./look";
import { move, selected } from "./moving";
import { isOn, leaveMerge, reviewKey, toggleReview } from "./review";
import { openSearch } from "./search";
import { withEvent, withFlag, type Flag } from "./state";

const typing = (target: EventTarget | null): boolean => target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;

const twin = (app: App, flag: Flag): void => app.go(withFlag(app.state, flag, app.state.flags[flag] === "list" ? null : "list"));

function letter(app: App, key: string): boolean {
  if (isOn(app) && reviewKey(app, key)) return true;
  const acts: Record<string, () => void> = {
    j: () => move(app, 1),
    k: () => move(app, -1),
    o: () => open(app),
    m: () => twin(app, "map"),
    t: () => twin(app, "time"),
    g: () => twin(app, "actors"),
    r: () => toggleReview(app),
    d: toggleTheme,
    "/": () => openSearch(app),
    "?": () => openHelp(app),
  };
  acts[key]?.();
  return key in acts;
}

function open(app: App): void {
  const id = selected(app);
  if (id) app.go(withEvent(app.state, id));
}

/** Closes the innermost thing that is open: a merge begun, a menu, the drawer. */
function escape(app: App): void {
  if (leaveMerge(app)) return;
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } else if (app.state.event) app.go(withEvent(app.state, null));
}

function closeMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
      if (event.target instanceof Node && !menu.contains(event.target) && event.target.isConnected) menu.open = false;
  });
}

export function bindKeys(app: App): void {
  closeMenus();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openSearch(app);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || anyOpen()) return;
    if (event.key === "Escape") return escape(app);
    if (typing(event.target) || !lettersOn()) return;
    if (letter(app, event.key)) event.preventDefault();
  });
}
