// The five tabs of the reading column. The ledger comes with the view; the others are fetched when they are opened.
import { getTab, Refused } from "../api";
import { link, type App } from "../app";
import { h, redraw, type Child } from "../dom";
import { about } from "../parts";
import { filters, TABS, withTab, type State, type Tab } from "../state";
import { T } from "../strings";
import type { Brief, Claim, Listing, Meeting, Position, Problem, Source } from "../tabtypes";
import { brief } from "./brief";
import { claims } from "./claims";
import { ledger } from "./ledger";
import { sources } from "./sources";
import { negotiating } from "./negotiating";

type Drawn = readonly Child[];
type Loader = (app: App, signal: AbortSignal) => Promise<Drawn>;

const rows = async <R>(app: App, name: string, signal: AbortSignal): Promise<R[]> =>
  (await getTab<Listing<R>>(name, app.state, signal)).rows;

const LOADERS: Record<Exclude<Tab, "ledger">, Loader> = {
  claims: async (app, signal) => {
    const list = await getTab<Listing<Claim>>("claims", app.state, signal);
    return claims(app, list.rows, list.total ?? list.rows.length);
  },
  table: async (app, signal) => {
    const both = await Promise.all([rows<Meeting>(app, "meetings", signal), rows<Position>(app, "positions", signal)]);
    return negotiating(app, ...both);
  },
  brief: async (app, signal) => brief(app, await getTab<Brief>("brief", app.state, signal)),
  sources: async (app, signal) => {
    const both = await Promise.all([rows<Source>(app, "sources", signal), rows<Problem>(app, "problems", signal)]);
    return sources(app, ...both);
  },
};

function strip(app: App): HTMLElement {
  const item = (tab: Tab): HTMLElement =>
    h("li", null, link(withTab(app.state, tab), { "aria-current": app.state.tab === tab ? "page" : null, "data-key": `tab-${tab}` }, T.tabs[tab]));
  return h("nav", { class: "tabs", "aria-label": "Tabs" }, h("ul", null, ...TABS.map(item)), about(app.state.tab));
}

let flight = new AbortController();

async function load(app: App, body: HTMLElement): Promise<void> {
  const { tab } = app.state;
  if (tab === "ledger") return;
  flight.abort();
  flight = new AbortController();
  const { signal } = flight;
  try {
    const drawn = await LOADERS[tab](app, signal);
    if (!signal.aborted && app.state.tab === tab) redraw(body, ...drawn);
  } catch (error) {
    if (signal.aborted) return;
    const told = error instanceof Refused ? error.message : T.failed;
    redraw(body, h("div", { class: "failure", role: "alert" }, h("p", null, told), h("p", null, T.failedHint)));
  }
}

/** Draws the tab strip and the open tab; a tab that shows the same already is left as it is. */
export function drawTabs(app: App, root: HTMLElement, before: State | null): void {
  const same = before && before.tab === app.state.tab && filters(before) === filters(app.state);
  if (!root.firstElementChild) root.append(h("div"), h("div", { class: "tabbody" }));
  const [top, body] = root.children as unknown as [HTMLElement, HTMLElement];
  redraw(top, strip(app));
  if (app.state.tab === "ledger") redraw(body, ...ledger(app));
  else if (!same) {
    body.replaceChildren(h("p", { class: "loading" }, T.loading));
    void load(app, body);
  }
}
