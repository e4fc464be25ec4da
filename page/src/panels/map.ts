// The map: the panel, what has no point, and the list twin. The picture is drawn by mapchart.ts.
import { link, type App } from "../app";
import { h, redraw, type Child } from "../dom";
import { empty, head, mark, twin } from "../parts";
import { sameFrame, withFlag, withTab, withValues, type State } from "../state";
import { T } from "../strings";
import type { MapPlace, Unplaced, View } from "../types";

export const toPlace = (state: State, place: MapPlace): State =>
  withTab(withValues(state, { place: place.key, country: null }), "ledger");

const toUnplaced = (state: State, item: Unplaced): State => withTab(withValues(state, { place: item.key, country: null }), "ledger");

/** What cannot be drawn as a point, by why. */
function aside(app: App, unplaced: readonly Unplaced[]): Child {
  if (!unplaced.length) return null;
  const reasons = [...new Set(unplaced.map((item) => item.reason))].sort((a, b) => Number(a === "none given") - Number(b === "none given"));
  const item = (one: Unplaced): HTMLElement =>
    h("li", null, link(toUnplaced(app.state, one), null, h("bdi", null, one.label), " ", h("span", { class: "n" }, one.events)));
  const group = (reason: string): Child => [
    reason === "none given" ? null : h("h4", null, T.map.reasons[reason] ?? reason),
    h("ul", null, ...unplaced.filter((one) => one.reason === reason).slice(0, 40).map(item)),
  ];
  return h("div", { class: "aside scroll", tabindex: "0", role: "group", "aria-label": T.map.aside }, h("h3", null, T.map.aside), ...reasons.flatMap(group));
}

function list(app: App, places: readonly MapPlace[]): HTMLElement {
  const count = (place: MapPlace, track: "ground" | "table"): Child =>
    place[track] ? link(withValues(toPlace(app.state, place), { place: place.key, track }), null, place[track]) : "";
  const row = (place: MapPlace): HTMLElement => h("tr", null,
    h("th", { scope: "row" }, link(toPlace(app.state, place), null, h("bdi", null, place.name)), h("span", { class: "soft" }, ` ${place.country ?? ""}`)),
    h("td", { class: "num" }, count(place, "ground")), h("td", { class: "num" }, count(place, "table")),
    h("td", null, place.single ? T.map.single : T.map.several));
  return h("div", { class: "scroll twin", tabindex: "0", role: "group", "aria-label": T.map.title },
    h("table", { class: "plain" }, h("thead", null, h("tr", null, ...T.map.columns.map((name, i) => h("th", { scope: "col", class: i === 1 || i === 2 ? "num" : null }, name)))),
      h("tbody", null, ...places.map(row))));
}

function key(): HTMLElement {
  return h("ul", { class: "key" }, h("li", null, mark("ground"), T.map.legend.ground), h("li", null, mark("table"), T.map.legend.table),
    h("li", null, mark("ground", { single: true }), T.map.legend.single), h("li", null, h("span", { class: "swatch ring" }), T.map.legend.ring));
}

function body(app: App, view: View, asList: boolean, box: HTMLElement): Child {
  if (!view.places.length) return empty(T.map.empty, T.map.emptyHint);
  return asList ? list(app, view.places) : box;
}

export async function drawMap(app: App, root: HTMLElement): Promise<void> {
  const view = app.view;
  if (!view) return;
  const asList = app.state.flags.map === "list";
  const flip = (): void => app.go(withFlag(app.state, "map", asList ? null : "list"));
  const top = head(T.map.title, "map", twin("map-list", asList, flip));
  const old = root.querySelector<HTMLElement>(".mapbox");
  const box = old ?? h("div", { class: "mapbox" });
  redraw(root, top, h("div", { class: view.places.length ? "mapbody" : "mapbody bare" }, body(app, view, asList, box), aside(app, view.unplaced)),
    view.places.length && !asList ? key() : null);
  if (asList || !view.places.length) return;
  const { state } = app;
  const { chart } = await import("./mapchart");
  if (app.view === view && sameFrame(app.state, state)) await chart(app, box, view.places);
}
