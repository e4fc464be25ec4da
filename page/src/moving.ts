// Which event is meant: the open one, or the row that has the focus; and moving from one to the next.
import type { App } from "./app";
import { withEvent } from "./state";

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#panel-ledger [data-event]")];

let current: string | null = null;

/** The event that a key acts on. */
export function selected(app: App): string | null {
  if (app.state.event) return app.view?.rows.find((row) => row.id.startsWith(app.state.event ?? ""))?.id ?? app.state.event;
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["event"] : undefined;
  return focused ?? (current && rows().some((row) => row.dataset["event"] === current) ? current : null);
}

/** Moves by `step` rows: the focus, and the drawer when it is open. */
export function move(app: App, step: number): void {
  const list = rows();
  const at = list.findIndex((row) => row.dataset["event"] === selected(app));
  const next = list[at < 0 ? 0 : Math.max(0, Math.min(list.length - 1, at + step))];
  if (!next) return;
  current = next.dataset["event"] ?? null;
  for (const row of document.querySelectorAll("[data-row]")) row.classList.toggle("current", (row as HTMLElement).dataset["row"] === current);
  next.scrollIntoView({ block: "nearest" });
  if (app.state.event) app.go(withEvent(app.state, current), "replace");
  next.focus({ preventScroll: true });
}
