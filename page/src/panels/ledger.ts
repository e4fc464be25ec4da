// The ledger: one row an event, with the sentence that tells it.
import { link, showDay, type App } from "../app";
import { h, hidden, type Child } from "../dom";
import { openHelp } from "../help";
import { empty, grade, mark } from "../parts";
import { cleared, one, withEvent, withValues } from "../state";
import { D } from "../strings2";
import { T } from "../strings";
import type { Row, View } from "../types";

const L = T.ledger;
const PAGE = 100;

/** What makes a row look unlike a plain fact: planned, possible, denied, on somebody's word, contested. */
export function classes(row: Row): string {
  return [row.track, row.status, row.claimed ? "claimed" : "", row.contested ? "contested" : ""].filter(Boolean).join(" ");
}

export function date(row: Row): Child {
  if (!row.date) return h("span", { class: "soft" }, L.noDate);
  const vague = row.precision === "published" || row.precision === "month" || row.precision === "year";
  const shown = row.precision === "year" ? row.date.slice(0, 4) : row.precision === "month" ? showDay(row.date).replace(/^\d+ /, "") : showDay(row.date);
  return h("time", { datetime: row.date, class: vague ? "vague" : null, title: T.precision[row.precision ?? "unknown"] ?? null }, shown);
}

export function what(row: Row): Child {
  return [
    mark(row.track, { single: row.origins <= 1, lever: row.lever }), hidden(`${T.track[row.track]}: `),
    h("span", { class: "type" }, row.event), row.mode ? h("span", { class: "mode" }, ` ${row.mode}`) : null,
  ];
}

const names = (list: readonly string[]): Child => (list.length ? h("bdi", null, list.join(", ")) : h("span", { class: "soft" }, L.somebody));

export function who(row: Row): Child {
  if (!row.actors.length && !row.recipients.length) return h("span", { class: "soft nobody" }, L.nobody);
  return [names(row.actors), row.recipients.length ? [h("span", { class: "arrow", "aria-hidden": "true" }, " → "), hidden(" toward "), names(row.recipients)] : null];
}

/** The marks that say how a row is meant. */
export function badges(row: Row): Child[] {
  const badge = (kind: string, words: string): Child => h("span", { class: `badge ${kind}` }, words);
  return [
    row.status !== "happened" ? badge(row.status, T.statusShort[row.status] ?? row.status) : null,
    row.contested ? badge("contest", L.contested) : null,
    row.claimed && row.speaker ? h("span", { class: "says" }, L.says(row.speaker)) : null,
    row.judged ? h("span", { class: "badge judged", title: L.judged[row.judged] ?? null }, row.judged) : null,
  ];
}

function origins(row: Row): Child {
  return h("span", { class: row.origins <= 1 ? "origins single" : "origins", title: `${T.origins(row.origins)}, ${T.articles(row.articles)}, ${T.reports(row.reports)}` }, row.origins);
}

function line(app: App, row: Row): HTMLElement {
  const open = app.state.event !== null && row.id.startsWith(app.state.event);
  const lead = link(withEvent(app.state, row.id), { class: "open", "data-event": row.id, "data-key": `row-${row.id}` },
    h("bdi", { dir: "auto" }, row.text || row.event));
  return h("tr", { class: classes(row), "data-row": row.id, "aria-selected": open ? "true" : null },
    h("td", { class: "date" }, date(row)),
    h("td", { class: "what" }, what(row)),
    h("td", { class: "main" }, h("p", { class: "who" }, who(row), ...badges(row)), h("p", { class: "text" }, lead)),
    h("td", { class: "where" }, row.place ? h("bdi", null, row.place) : null, row.country ? h("span", { class: "soft" }, ` ${row.country}`) : null),
    h("td", { class: "num" }, row.importance ?? ""),
    h("td", { class: "num" }, origins(row)),
    h("td", { class: "num" }, grade(row)));
}

/** A column's head that sorts: first the way one looks for, then the other way, then the usual order. */
function sorter(app: App, name: "date" | "importance" | "origins" | "credibility", label: string, first: string): HTMLElement {
  const now = one(app.state, "sort") ?? "-date";
  const on = now.replace("-", "") === name;
  const other = first.startsWith("-") ? name : `-${name}`;
  const next = now === first ? other : first;
  const direction = on ? (now.startsWith("-") ? "descending" : "ascending") : null;
  return h("th", { scope: "col", "aria-sort": direction, class: name === "date" ? null : "num" },
    link(withValues(app.state, { sort: next === "-date" ? null : next }), { title: L.sortBy(label), "data-key": `sort-${name}` }, label, h("span", { class: "sign", "aria-hidden": "true" }, on ? (now.startsWith("-") ? " ↓" : " ↑") : "")));
}

function heads(app: App): HTMLElement {
  const help = h("button", { type: "button", class: "linklike", onclick: () => openHelp(app), title: "?" }, L.columns.what);
  return h("thead", null, h("tr", null,
    sorter(app, "date", L.columns.date, "-date"), h("th", { scope: "col" }, help), h("th", { scope: "col" }, L.columns.who), h("th", { scope: "col" }, L.columns.where),
    sorter(app, "importance", L.columns.importance, "-importance"), sorter(app, "origins", L.columns.origins, "-origins"), sorter(app, "credibility", L.columns.grade, "credibility")));
}

/** Which rows of how many, and the ways to the others. */
export function pages(app: App, shown: number, total: number): HTMLElement {
  const page = Number(one(app.state, "page") ?? 1);
  const to = (n: number): string | null => (n <= 1 ? null : String(n));
  const [from, last] = [(page - 1) * PAGE + 1, (page - 1) * PAGE + shown];
  return h("p", { class: "pages" }, h("span", null, L.page(from, last, total)),
    page > 1 ? link(withValues(app.state, { page: to(page - 1) }), { rel: "prev" }, `← ${L.newer}`) : null,
    last < total ? link(withValues(app.state, { page: to(page + 1) }), { rel: "next" }, `${L.older} →`) : null);
}

function counts(app: App, view: View): HTMLElement {
  const track = (name: "ground" | "table"): Child => link(withValues(app.state, { track: name }), { class: "fact" }, mark(name), `${view[name].toLocaleString("en-GB")} ${T.track[name]}`);
  return h("p", { class: "counts" }, h("strong", null, T.events(view.total)), " ", track("ground"), " ", track("table"));
}

export function ledger(app: App): Child[] {
  const view = app.view;
  if (!view) return [];
  if (!view.header.events) return [empty(L.emptyLedger, L.emptyLedgerHint)];
  if (!view.rows.length) return [empty(L.empty, L.emptyHint, h("p", null, link(cleared(app.state), { class: "button" }, T.clear)))];
  return [
    h("h2", { class: "hidden" }, T.tabs["ledger"]), counts(app, view),
    h("table", { class: "rows", "aria-label": D.title }, heads(app), h("tbody", null, ...view.rows.map((row) => line(app, row)))),
    pages(app, view.rows.length, view.total),
  ];
}
