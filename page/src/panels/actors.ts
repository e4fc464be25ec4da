// Who toward whom: a graph around the chosen party, and its list twin.
import { link, type App } from "../app";
import { h, hidden, redraw, type Child } from "../dom";
import { empty, head, twin } from "../parts";
import { sameFrame, withFlag, withTab, withValues, type State } from "../state";
import { T } from "../strings";
import type { Dyad, View } from "../types";

const SHOWN = 16; // pairs
const PARTIES = 13; // on a ring whose names can be read

export const toDyad = (state: State, dyad: Pick<Dyad, "actor_key" | "recipient_key">): State =>
  withTab(withValues(state, { party: [dyad.actor_key], with: dyad.recipient_key }), "ledger");

export const toParty = (state: State, key: string): State => withValues(state, { party: [key], with: null });

/** The party in the middle: the one that is filtered by, if there is one alone. */
const ego = (state: State): string | null => {
  const parties = state.values.party ?? [];
  return parties.length === 1 ? (parties[0] ?? null) : null;
};

/** The pairs that are drawn: the strongest, so that the picture can be read. */
export function strongest(dyads: readonly Dyad[], name: string | null): Dyad[] {
  const own = name ? dyads.filter((d) => d.actor_key === name || d.recipient_key === name) : [];
  const shown: Dyad[] = [];
  const parties = new Set<string>();
  for (const dyad of own.length ? own : dyads) {
    const more = [dyad.actor_key, dyad.recipient_key].filter((key) => !parties.has(key));
    if (parties.size + more.length > PARTIES) continue;
    more.forEach((key) => parties.add(key));
    shown.push(dyad);
  }
  return shown.slice(0, SHOWN);
}

/** Two short bars on either side of a line: cooperation left, conflict right. */
function balance(dyad: Dyad, most: number): Child {
  const bar = (n: number, kind: string): HTMLElement => {
    const track = h("span", { class: `weigh ${kind}` });
    if (n) {
      const meter = h("span", { class: "fill" });
      meter.style.inlineSize = `${Math.max(6, (100 * n) / most)}%`;
      track.append(meter);
    }
    return track;
  };
  return h("span", { class: "balance", "aria-hidden": "true" }, bar(dyad.cooperation, "cooperation"), bar(dyad.conflict, "conflict"));
}

function list(app: App, dyads: readonly Dyad[]): HTMLElement {
  const most = Math.max(1, ...dyads.map((d) => Math.max(d.cooperation, d.conflict)));
  const name = (key: string, who: string): HTMLElement => link(toParty(app.state, key), null, h("bdi", null, who));
  const count = (dyad: Dyad, n: number): Child => (n ? link(toDyad(app.state, dyad), null, n) : "");
  const row = (dyad: Dyad): HTMLElement => h("tr", null,
    h("th", { scope: "row" }, name(dyad.actor_key, dyad.actor)), h("td", null, name(dyad.recipient_key, dyad.recipient)),
    h("td", { class: "num" }, count(dyad, dyad.cooperation)), h("td", { class: "num" }, balance(dyad, most)), h("td", null, count(dyad, dyad.conflict)),
    h("td", { class: "num" }, count(dyad, dyad.origins)));
  return h("div", { class: "scroll twin", tabindex: "0", role: "group", "aria-label": T.actors.title },
    h("table", { class: "plain" }, h("thead", null, h("tr", null, ...T.actors.columns.map((title, i) => h("th", { scope: "col", class: i === 2 || i === 5 ? "num" : null }, i === 3 ? hidden(title) : title)))),
      h("tbody", null, ...dyads.map(row))));
}

function key(): HTMLElement {
  return h("ul", { class: "key" }, h("li", null, h("span", { class: "line cooperation" }), T.actors.cooperation),
    h("li", null, h("span", { class: "line conflict" }), T.actors.conflict), h("li", null, T.actors.width));
}

function around(app: App, view: View): Child {
  const name = ego(app.state);
  if (!name || !view.dyads.some((d) => d.actor_key === name || d.recipient_key === name)) return null;
  return h("p", { class: "around" }, T.actors.around(view.parties.find((p) => p.key === name)?.name ?? name), " · ", link(withValues(app.state, { party: null, with: null }), null, T.actors.everyone));
}

export async function drawActors(app: App, root: HTMLElement): Promise<void> {
  const view = app.view;
  if (!view) return;
  const asList = app.state.flags.actors === "list";
  const flip = (): void => app.go(withFlag(app.state, "actors", asList ? null : "list"));
  const top = head(T.actors.title, "actors", twin("actors-list", asList, flip));
  if (!view.dyads.length) {
    redraw(root, top, empty(T.actors.empty, T.actors.emptyHint));
    return;
  }
  if (asList) {
    redraw(root, top, around(app, view), list(app, view.dyads));
    return;
  }
  const shown = strongest(view.dyads, ego(app.state));
  const box = h("div", { class: "graph", role: "img", "aria-label": T.actors.label });
  const more = view.dyads.length - shown.length;
  redraw(root, top, around(app, view), box, key(), more > 0 ? h("p", { class: "rest" }, T.actors.more(more)) : null);
  const { state } = app;
  const { graph } = await import("./graph");
  if (app.view === view && sameFrame(app.state, state) && box.isConnected) graph(app, box, shown, ego(app.state));
}
