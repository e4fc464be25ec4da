// The two-track timeline: the panel, its readout, its list twin. The picture itself is drawn by timechart.ts.
import { addDays, link, showDay, type App } from "../app";
import { h, redraw, type Child } from "../dom";
import { cross, diamond, empty, head, mark, twin } from "../parts";
import { one, withEvent, sameFrame, withFlag, withTab, withValues, type State } from "../state";
import { T } from "../strings";
import type { Day, View } from "../types";

const NEAR_DAYS = 120;

/** The days that are drawn: those asked for, else the busy stretch up to the last day, so that one old date does not flatten all others. */
export function span(view: View, state: State): { from: string; to: string } | null {
  const busy = view.days.filter((day) => day.ground + day.table > 0);
  const last = one(state, "to") ?? busy.at(-1)?.day;
  const first = one(state, "from") ?? busy[0]?.day;
  if (!first || !last) return null;
  if (one(state, "from") || one(state, "to") || state.flags.span === "all") return { from: first, to: last };
  // The stretch ends where nine in ten of the dated events are past, or at the last day if that is near.
  const near = busy.filter((day) => day.day > addDays(heart(busy), -NEAR_DAYS) && day.day < addDays(heart(busy), NEAR_DAYS));
  return { from: near[0]?.day ?? first, to: near.at(-1)?.day ?? last };
}

/** The day by which half of the dated events have happened. */
function heart(days: readonly Day[]): string {
  const total = days.reduce((sum, day) => sum + day.ground + day.table, 0);
  let seen = 0;
  for (const day of days) {
    seen += day.ground + day.table;
    if (seen * 2 >= total) return day.day;
  }
  return days.at(-1)?.day ?? "";
}

/** What a stretch of days holds, in words. */
export function readout(stretch: string, days: readonly Day[]): string {
  const sum = (of: (day: Day) => number): number => days.reduce((n, day) => n + of(day), 0);
  return T.time.readout(stretch, sum((day) => day.ground), sum((day) => day.table), sum((day) => day.articles));
}

/** The state in which a stretch of days is the filter; the same stretch again takes it away. */
export function toDays(state: State, from: string, to: string): State {
  const same = one(state, "from") === from && one(state, "to") === to;
  return withValues(state, same ? { from: null, to: null } : { from, to });
}

function list(app: App, days: readonly Day[]): HTMLElement {
  const one = (day: Day, track: "ground" | "table"): Child =>
    day[track] ? link(withTab(withValues(app.state, { from: day.day, to: day.day, track }), "ledger"), null, day[track]) : "";
  const row = (day: Day): HTMLElement => h("tr", null,
    h("th", { scope: "row" }, link(toDays(app.state, day.day, day.day), null, showDay(day.day))),
    h("td", { class: "num" }, one(day, "ground")), h("td", { class: "num" }, one(day, "table")),
    h("td", { class: "num" }, ...day.agreements.slice(0, 6).map((id) => link(withEvent(app.state, id), { "aria-label": T.time.agreement }, diamond())),
      ...(day.broken ?? []).slice(0, 6).map((id) => link(withEvent(app.state, id), { "aria-label": T.time.broken }, cross()))),
    h("td", { class: "num" }, day.articles || ""));
  return h("div", { class: "scroll twin", tabindex: "0", role: "group", "aria-label": T.time.title },
    h("table", { class: "plain" }, h("thead", null, h("tr", null, ...T.time.columns.map((name, i) => h("th", { scope: "col", class: i ? "num" : null }, name)))),
      h("tbody", null, ...days.map(row))));
}

function key(view: View): HTMLElement {
  const has = (of: (day: Day) => number | undefined): boolean => view.days.some((day) => (of(day) ?? 0) > 0);
  return h("ul", { class: "key" },
    h("li", null, mark("ground"), T.time.up), h("li", null, mark("table"), T.time.down),
    has((day) => day.agreements.length) ? h("li", null, diamond(), T.time.agreement) : null,
    has((day) => day.broken?.length) ? h("li", null, cross(), T.time.broken) : null,
    has((day) => day.levers) ? h("li", null, h("span", { class: "swatch lever" }), T.time.lever) : null,
    has((day) => (day.ground_open ?? 0) + (day.table_open ?? 0)) ? h("li", null, h("span", { class: "swatch open" }), T.time.open) : null,
    h("li", null, h("span", { class: "swatch few" }), T.time.few));
}

function rest(app: App, view: View, shown: readonly Day[]): Child {
  const undated = (view.undated?.ground ?? 0) + (view.undated?.table ?? 0);
  const sum = (days: readonly Day[]): number => days.reduce((n, day) => n + day.ground + day.table, 0);
  const off = sum(view.days) - sum(shown);
  const all = app.state.flags.span === "all";
  return h("p", { class: "rest" },
    off ? [T.time.outsideSpan(off), ": ", link(withFlag(app.state, "span", "all"), null, T.time.all)] : null,
    all ? link(withFlag(app.state, "span", null), null, T.time.near) : null,
    undated ? h("span", null, off || all ? " · " : "", T.time.undated(undated)) : null);
}

export async function drawTimeline(app: App, root: HTMLElement): Promise<void> {
  const view = app.view;
  if (!view) return;
  const asList = app.state.flags.time === "list";
  const flip = (): void => app.go(withFlag(app.state, "time", asList ? null : "list"));
  const said = h("p", { class: "readout", "aria-live": "polite" });
  const controls = [said, twin("time-list", asList, flip)];
  const stretch = span(view, app.state);
  const shown = stretch ? view.days.filter((day) => day.day >= stretch.from && day.day <= stretch.to) : [];
  const top = head(T.time.title, "time", ...controls);
  if (!stretch || !shown.some((day) => day.ground + day.table)) {
    redraw(root, top, empty(T.time.empty, T.time.emptyHint), rest(app, view, shown));
    return;
  }
  if (asList) {
    redraw(root, top, list(app, shown.filter((day) => day.ground + day.table + day.articles)), rest(app, view, shown));
    return;
  }
  const { state } = app;
  const { chart } = await import("./timechart");
  if (app.view !== view || !sameFrame(app.state, state)) return; // a newer drawing is on its way
  const box = h("div", { class: "chart" });
  redraw(root, top, box, key({ ...view, days: shown }), rest(app, view, shown));
  chart(app, box, { days: shown, ...stretch }, said);
}
