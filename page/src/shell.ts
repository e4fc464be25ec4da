// The frame of the page: landmarks and empty panels, made once; panels are drawn into it.
import type { App } from "./app";
import { h, redraw } from "./dom";
import { drawActors } from "./panels/actors";
import { drawFilters } from "./panels/filters";
import { drawHeader, shortName } from "./panels/header";
import { drawMap } from "./panels/map";
import { drawTabs } from "./panels/tabs";
import { drawTimeline } from "./panels/timeline";
import { drawReview } from "./review";
import { sameFrame, type State } from "./state";
import { T } from "./strings";

export interface Shell {
  root: HTMLElement;
  header: HTMLElement;
  bar: HTMLElement;
  failure: HTMLElement;
  map: HTMLElement;
  time: HTMLElement;
  actors: HTMLElement;
  tabs: HTMLElement;
  drawer: HTMLElement;
  review: HTMLElement;
  toast: HTMLElement;
  live: HTMLElement;
}

const panel = (name: string, title: string): HTMLElement => h("section", { class: "panel", id: `panel-${name}`, "aria-label": title });

export function buildShell(app: App): Shell {
  const parts = {
    header: h("header", { class: "top" }),
    bar: h("nav", { class: "bar", "aria-label": T.filters.label }),
    failure: h("div", { class: "failures" }),
    map: panel("map", T.map.title),
    time: panel("time", T.time.title),
    actors: panel("actors", T.actors.title),
    tabs: panel("ledger", T.tabs["ledger"] ?? ""),
    drawer: h("aside", { class: "drawer", id: "drawer", hidden: true }),
    review: h("div", { class: "reviewbar", role: "region", "aria-label": T.header.review, hidden: true }),
    toast: h("div", { class: "toast", role: "status", "aria-live": "polite" }),
    live: h("p", { class: "hidden", role: "status", "aria-live": "polite", id: "live" }),
  };
  const main = h("main", { id: "main", class: "grid" },
    h("div", { class: "left" }, parts.map, parts.actors),
    h("div", { class: "right" }, parts.time, parts.tabs));
  const root = h("div", { class: app.frozen ? "shell frozen" : "shell" },
    parts.header, parts.bar, h("div", { id: "news", class: "news", role: "status" }), parts.failure, main,
    parts.drawer, parts.review, parts.toast, parts.live);
  return { root, ...parts };
}

function announce(app: App, shell: Shell): void {
  const view = app.view;
  if (!view) return;
  const words = T.ledger.live(view.total, view.ground, view.table);
  if (shell.live.textContent !== words) shell.live.textContent = words;
}

/** Draws what the state asks for. Text and table come first; pictures when the browser has a moment. */
export function drawAll(app: App, shell: Shell, before: State | null): void {
  if (!app.view) return;
  document.title = `${shortName(app.view.header.name)} · twotrack`;
  redraw(shell.failure);
  drawTabs(app, shell.tabs, before);
  drawReview(app, shell.review);
  if (before && sameFrame(before, app.state)) return;
  drawHeader(app, shell.header);
  drawFilters(app, shell.bar);
  announce(app, shell);
  requestAnimationFrame(() => {
    void drawTimeline(app, shell.time);
    void drawMap(app, shell.map);
    void drawActors(app, shell.actors);
  });
}
