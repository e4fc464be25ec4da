// Outlets with their share and their letter, and what could not be read.
import { link, showDay, type App } from "../app";
import { h, type Child } from "../dom";
import { empty } from "../parts";
import { sendAloud } from "../review";
import { withTab, withValues } from "../state";
import { T } from "../strings";
import type { Problem, Source } from "../tabtypes";

const S = T.sources;
const LETTERS = ["A", "B", "C", "D", "E", "F"] as const;

/** The letter of a source: a person's word, so it can be changed where people may judge. */
function letter(app: App, source: Source): Child {
  const name = source.outlet ?? source.host ?? "";
  const words = T.reliability[source.reliability] ?? "";
  if (!app.token || !name) return h("span", { class: "grade", title: words }, source.reliability);
  const select = h("select", { "aria-label": S.letter(name), title: words, "data-key": `letter-${name}` },
    ...LETTERS.map((one) => h("option", { value: one, selected: one === source.reliability }, one)));
  select.onchange = () => void sendAloud(app, { action: "grade", of: [name], value: select.value });
  return select;
}

function outlets(app: App, rows: readonly Source[]): HTMLElement {
  const most = Math.max(1, ...rows.map((row) => row.events));
  const bar = (n: number): HTMLElement => {
    const fill = h("span", { class: "share", "aria-hidden": "true" });
    fill.style.inlineSize = `${(4 * n) / most}rem`;
    return fill;
  };
  const row = (source: Source): HTMLElement => h("tr", null,
    h("th", { scope: "row" }, h("bdi", null, source.outlet ?? source.host ?? T.noReason), source.host && source.outlet && source.host !== source.outlet ? h("span", { class: "soft" }, ` ${source.host}`) : null),
    h("td", null, source.language ?? ""), h("td", { class: "num" }, source.articles), h("td", { class: "num" }, source.origins),
    h("td", { class: "num share-cell" }, bar(source.events), source.events), h("td", null, letter(app, source)), h("td", null, showDay(source.first)), h("td", null, showDay(source.last)));
  return h("div", { class: "wide" }, h("table", { class: "plain" }, h("thead", null, h("tr", null, ...S.columns.map((name, i) => h("th", { scope: "col", class: i > 1 && i < 5 ? "num" : null }, name)))), h("tbody", null, ...rows.map(row))));
}

function problems(rows: readonly Problem[]): Child {
  if (!rows.length) return h("p", { class: "soft" }, S.noProblems);
  const row = (one: Problem): HTMLElement => h("tr", null, h("th", { scope: "row" }, h("bdi", null, one.source), one.offset ? h("span", { class: "soft" }, ` @${one.offset}`) : null), h("td", null, one.reason), h("td", null, one.detail), h("td", null, one.next ?? ""));
  return h("div", { class: "wide" }, h("table", { class: "plain" }, h("thead", null, h("tr", null, ...S.problemColumns.map((name) => h("th", { scope: "col" }, name)))), h("tbody", null, ...rows.map(row))));
}

export function sources(app: App, all: readonly Source[], refused: readonly Problem[]): Child[] {
  const back = link(withTab(withValues(app.state, {}), "ledger"), null, T.tabs["ledger"]);
  return [
    h("h2", { class: "parthead" }, S.outlets, h("span", { class: "n" }, ` ${all.length}`)),
    all.length ? outlets(app, all) : empty(S.none, S.noneHint, h("p", null, back)),
    h("h2", { class: "parthead" }, S.problems, h("span", { class: "n" }, ` ${refused.length}`)), problems(refused),
  ];
}
