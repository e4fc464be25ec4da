// The masthead: whose ledger, how fresh, how much; every number leads to its rows.
import { absolute, download, frozenRows } from "../api";
import { link, showTime, type App } from "../app";
import { h, redraw, type Child } from "../dom";
import { openHelp } from "../help";
import { about, copyText, mark, menu } from "../parts";
import { toCsv } from "../csv";
import { toggleReview } from "../review";
import { openSearch } from "../search";
import { cleared, withTab, withValues } from "../state";
import { T } from "../strings";
import { toggleTheme } from "../look";

function facts(app: App): Child[] {
  const header = app.view?.header;
  if (!header) return [];
  const all = cleared(app.state);
  const sources = withTab(all, "sources");
  const dot = (): Child => h("span", { class: "dot", "aria-hidden": "true" }, "·");
  return [
    h("span", null, header.freshness ? T.header.dataTo(showTime(header.freshness)) : T.header.noDates), dot(),
    link(sources, null, T.articles(header.articles)), " from ", link(sources, null, T.header.independent(header.origins)), dot(),
    link(withTab(all, "ledger"), null, T.events(header.events)), " ",
    link(withValues(withTab(all, "ledger"), { track: "ground" }), { class: "fact" }, mark("ground"), `${T.number(header.ground)} ${T.track["ground"]}`), " ",
    link(withValues(withTab(all, "ledger"), { track: "table" }), { class: "fact" }, mark("table"), `${T.number(header.table)} ${T.track["table"]}`),
    header.refusals ? [dot(), link(sources, { class: "warn" }, T.header.refused(header.refusals))] : null,
    header.duplicates ? [dot(), link(sources, null, T.header.copies(header.duplicates))] : null,
  ];
}

/** A ledger is named by its folder; `ledger` itself says nothing, so then by the folder above. */
export function shortName(name: string): string {
  const parts = name.split(/[\\/]/).filter((part) => part && part !== ".");
  if (parts.length > 1 && parts.at(-1) === "ledger") parts.pop();
  return parts.at(-1) ?? name;
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const anchor = h("a", { download: name });
  anchor.setAttribute("href", url);
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A frozen site has no server to make the file of a view: the browser makes it. */
async function saveFrozen(app: App, kind: "csv" | "json"): Promise<void> {
  const rows = await frozenRows(app.state);
  if (kind === "json") save("events.json", "application/json", JSON.stringify(rows, null, 1));
  else save("events.csv", "text/csv", toCsv(rows));
}

function downloads(app: App): HTMLElement {
  const file = (name: string, label = name): HTMLElement =>
    h("li", null, h("a", { href: download(name, app.state), download: name.endsWith(".html") ? null : name }, label));
  const made = (kind: "csv" | "json"): HTMLElement =>
    h("li", null, h("button", { type: "button", class: "linklike", onclick: () => void saveFrozen(app, kind) }, `events.${kind}`));
  const events = app.frozen ? [made("csv"), made("json")] : [file("events.csv"), file("events.json")];
  const rest = app.frozen ? [] : ["claims.json", "positions.json", "meetings.json", "sources.json"].map((name) => file(name));
  return menu("download", T.header.download, "right",
    h("ul", { class: "files" }, ...events, ...rest, file("brief.md"), file("brief.html"), file("meetings.ics"), file("feed.json")));
}

async function copyLink(app: App): Promise<void> {
  if (await copyText(absolute(app.state))) app.say(T.header.copied);
}

const button = (key: string, label: Child, run: () => void, more: Record<string, string> = {}): HTMLElement =>
  h("button", { type: "button", class: "quiet", "data-key": key, onclick: run, ...more }, label);

function tools(app: App): HTMLElement {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  return h("div", { class: "tools" },
    button("search", [T.header.search, h("kbd", null, mac ? "⌘K" : "Ctrl K")], () => openSearch(app)),
    app.frozen ? null : button("review", T.header.review, () => toggleReview(app), { "aria-pressed": String(app.state.flags.review === "on") }),
    button("copy", T.header.copy, () => void copyLink(app)),
    downloads(app),
    button("theme", "◐", toggleTheme, { "aria-label": T.header.theme, title: T.header.theme }),
    button("help", "?", () => openHelp(app), { "aria-label": T.header.help, title: T.header.help }));
}

export function drawHeader(app: App, root: HTMLElement): void {
  const header = app.view?.header;
  if (!header) return;
  redraw(root,
    h("div", { class: "masthead" },
      h("h1", null, link(cleared({ ...app.state, tab: "ledger" }), { title: header.name }, shortName(header.name))),
      app.frozen ? h("span", { class: "badge" }, T.header.frozen) : null, tools(app)),
    h("p", { class: "facts" }, ...facts(app), about("header")));
}
