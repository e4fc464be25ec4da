// The filter bar: menus to set filters, and chips that show those that are set.
import { addDays, link, showDay, type App } from "../app";
import { h, redraw, type Child } from "../dom";
import { mark, menu } from "../parts";
import { cleared, one, toggled, withValues, type Name, type State } from "../state";
import { T } from "../strings";
import type { Chip, Track, View } from "../types";

const F = T.filters;

function choice(key: string, on: boolean, to: State, label: Child, count?: number): HTMLElement {
  return h("li", null, link(to, { class: "choice", "aria-current": on ? "true" : null, "data-key": key },
    h("span", { class: "tick", "aria-hidden": "true" }, on ? "✓" : ""), h("span", null, label),
    count === undefined ? null : h("span", { class: "n" }, count.toLocaleString("en-GB"))));
}

/** A form that sets one filter by words. */
function field(app: App, name: Name, label: string, type: string, list: string | null = null): HTMLElement {
  const input = h("input", { type, name, id: `f-${name}`, value: type === "date" ? (one(app.state, name) ?? "") : "", list, "data-key": `f-${name}`, autocomplete: "off" });
  const apply = (event: Event): void => {
    event.preventDefault();
    const value = input.value.trim() || null;
    if (name === "party" && value) app.go(toggled(app.state, "party", value));
    else app.go(withValues(app.state, { [name]: value }));
  };
  return h("form", { class: "field", onsubmit: apply, onchange: type === "date" ? apply : null },
    h("label", { for: `f-${name}` }, label), input, type === "date" ? null : h("button", { type: "submit" }, F.apply));
}

/** The newest day that the view's data reach: presets count back from it, not from today. */
function newest(view: View): string | null {
  return view.header.freshness?.slice(0, 10) ?? view.days.at(-1)?.day ?? null;
}

function period(app: App, view: View): HTMLElement {
  const end = newest(view);
  const [from, to] = [one(app.state, "from"), one(app.state, "to")];
  const preset = (n: number): HTMLElement | null => {
    if (!end) return null;
    const start = addDays(end, 1 - n);
    return choice(`last${n}`, from === start && !to, withValues(app.state, { from: start, to: null }), F.lastDays(n));
  };
  return menu("period", F.period, from || to ? "set" : "",
    h("ul", null, choice("anytime", !from && !to, withValues(app.state, { from: null, to: null }), F.anyTime), preset(7), preset(30), preset(365)),
    field(app, "from", F.from, "date"), field(app, "to", F.to, "date"));
}

function track(app: App, view: View): HTMLElement {
  const set = one(app.state, "track");
  const item = (value: Track): HTMLElement =>
    choice(`track-${value}`, set === value, withValues(app.state, { track: value }), [mark(value), T.trackLong[value]], view.facets.track[value] ?? 0);
  return menu("track", F.track, set ? "set" : "",
    h("ul", null, choice("track-both", !set, withValues(app.state, { track: null }), F.both), item("ground"), item("table")));
}

function several(app: App, name: "type" | "status", label: string, counts: Record<string, number>, words: (value: string) => Child): HTMLElement {
  const set = app.state.values[name] ?? [];
  const all = [...new Set([...set, ...Object.keys(counts)])];
  return menu(name, label, set.length ? "set" : "",
    h("ul", { class: "long" }, ...all.map((value) => choice(`${name}-${value}`, set.includes(value), toggled(app.state, name, value), words(value), counts[value] ?? 0))));
}

function party(app: App, view: View): HTMLElement {
  const set = app.state.values.party ?? [];
  const top = view.parties.slice(0, 14);
  const options = h("datalist", { id: "parties" }, ...view.parties.map((p) => h("option", { value: p.name })));
  return menu("party", F.party, set.length ? "set" : "", field(app, "party", F.partyHint, "text", "parties"), options,
    h("ul", { class: "long" }, ...top.map((p) => choice(`party-${p.key}`, set.includes(p.key), toggled(app.state, "party", p.key), h("bdi", null, p.name), p.events))));
}

function where(app: App, view: View): HTMLElement {
  const [place, country] = [one(app.state, "place"), one(app.state, "country")];
  const countries = Object.entries(view.facets.country).slice(0, 12);
  return menu("where", F.where, place || country ? "set" : "", field(app, "place", F.placeHint, "text"),
    h("ul", { class: "long" }, ...countries.map(([code, n]) =>
      choice(`country-${code}`, country === code, withValues(app.state, { country: country === code ? null : code }), code, n))));
}

function least(app: App, name: "origins" | "credibility", label: string, values: number[], words: (n: number) => Child): HTMLElement {
  const set = one(app.state, name);
  return menu(name, label, set ? "set" : "",
    h("ul", null, choice(`${name}-any`, !set, withValues(app.state, { [name]: null }), F.any),
      ...values.map((n) => choice(`${name}-${n}`, set === String(n), withValues(app.state, { [name]: String(n) }), words(n)))));
}

/** What a chip says: the filter's name, and its value in words. */
function chipWords(chip: Chip): string {
  const name = F.names[chip.name] ?? chip.name;
  const day = chip.name === "from" || chip.name === "to" ? showDay(chip.value) : "";
  return `${name} ${day || chip.label.replace(new RegExp(`^${chip.name}[:\\s]+`), "")}`;
}

function without(state: State, chip: Chip): State {
  const held = state.values[chip.name as Name] ?? [];
  return withValues(state, { [chip.name]: held.filter((value) => value !== chip.value) });
}

function chips(app: App, view: View): Child {
  const shown = view.chips.filter((chip) => app.state.values[chip.name as Name]?.includes(chip.value));
  if (!shown.length) return null;
  const item = (chip: Chip): HTMLElement =>
    h("li", null, link(without(app.state, chip), { class: "chip", "data-key": `chip-${chip.name}-${chip.value}`, "aria-label": F.names[chip.name] && T.remove(chipWords(chip)) },
      h("bdi", null, chipWords(chip)), h("span", { "aria-hidden": "true" }, "×")));
  return h("ul", { class: "chips" }, ...shown.map(item), h("li", null, link(cleared(app.state), { class: "clear" }, T.clear)));
}

export function drawFilters(app: App, root: HTMLElement): void {
  const view = app.view;
  if (!view) return;
  const grades = (n: number): Child => [h("span", { class: `grade g${n}` }, `${n}`), ` ${T.credibility[n] ?? ""}`];
  const typed = (type: string): Child => {
    const entry = app.codebook?.[type];
    return [entry ? mark(entry.track, { lever: entry.lever ?? false }) : null, type];
  };
  redraw(root,
    h("div", { class: "menus" }, period(app, view), track(app, view), several(app, "type", F.type, view.facets.type, typed),
      party(app, view), where(app, view), several(app, "status", F.status, view.facets.status, (value) => T.status[value] ?? value),
      least(app, "origins", F.origins, [2, 3, 5], F.atLeast), least(app, "credibility", F.grade, [1, 2, 3, 4], grades)),
    chips(app, view));
}
