// Ctrl K: finds parties, places, types and words, and goes there.
import type { App } from "./app";
import { anyOpen, dialog } from "./dialog";
import { h, redraw } from "./dom";
import { withEvent, withTab, withValues, type State } from "./state";
import { Q } from "./strings2";
import { holds } from "./view";

interface Hit {
  kind: string;
  label: string;
  n: number | null;
  to: State;
}

const MOST = 12;

/** What the words could mean, the best first; the last is always a search in the texts. */
export function hits(app: App, words: string): Hit[] {
  const view = app.view;
  if (!view) return [];
  const state = withTab(app.state, "ledger");
  const any = (label: string): boolean => !words || holds(label, words);
  const places = [...view.places.map((p) => ({ key: p.key, label: p.name, n: p.events })), ...view.unplaced.filter((u) => u.key.includes(":")).map((u) => ({ key: u.key, label: u.label, n: u.events }))];
  const found: Hit[] = [
    ...view.parties.filter((p) => any(`${p.name} ${p.code}`)).map((p) => ({ kind: "party", label: p.name, n: p.events, to: withValues(state, { party: [p.key] }) })),
    ...places.filter((p) => any(p.label)).map((p) => ({ kind: "place", label: p.label, n: p.n, to: withValues(state, { place: p.key }) })),
    ...Object.entries(view.facets.type).filter(([type]) => any(type)).map(([type, n]) => ({ kind: "type", label: type, n, to: withValues(state, { type: [type] }) })),
  ];
  const best = found.slice(0, MOST);
  if (!words) return best;
  if (/^(tt:)?[0-9a-f]{4,}$/i.test(words)) best.unshift({ kind: "id", label: words, n: null, to: withEvent(state, words) });
  return [...best, { kind: "", label: Q.words(words), n: null, to: withValues(state, { q: words }) }];
}

export function openSearch(app: App): void {
  if (anyOpen()) return;
  const { box, close } = dialog("search", Q.title);
  const input = h("input", { type: "search", placeholder: Q.hint, "aria-label": Q.hint, role: "combobox", "aria-expanded": "true", "aria-controls": "hits", "aria-autocomplete": "list", autocomplete: "off" });
  const list = h("ul", { id: "hits", role: "listbox", "aria-label": Q.title });
  let found: Hit[] = [];
  let at = 0;
  const go = (hit: Hit | undefined): void => {
    if (!hit) return;
    close();
    app.go(hit.to);
  };
  const draw = (): void => {
    redraw(list, ...found.map((hit, i) => h("li", { role: "option", id: `hit-${i}`, "aria-selected": String(i === at), onclick: () => go(hit) },
      h("bdi", null, hit.label), h("span", { class: "soft" }, Q.kinds[hit.kind] ?? ""), hit.n === null ? null : h("span", { class: "n" }, hit.n))));
    input.setAttribute("aria-activedescendant", found.length ? `hit-${at}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const search = (): void => {
    const words = input.value.trim();
    found = hits(app, words);
    // Words that name nothing lead straight to the search in the texts.
    at = 0;
    draw();
  };
  input.oninput = search;
  input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") go(found[at]);
    else if (step) at = (at + step + found.length) % Math.max(1, found.length);
    else return;
    event.preventDefault();
    draw();
  };
  box.append(input, list);
  input.focus();
  search();
}
