// One block a matter that rests on somebody's word: who says it happened, who says it did not, who is silent.
import { link, showDay, showTime, type App } from "../app";
import { h, outside, type Child } from "../dom";
import { copyText, empty, mark } from "../parts";
import { withEvent } from "../state";
import { T } from "../strings";
import { pages } from "./ledger";
import type { Cited, Claim, Side } from "../tabtypes";

const C = T.claims;

export function citation(quote: Cited): string {
  const source = [quote.outlet, showTime(quote.published), quote.url].filter(Boolean).join(", ");
  return `“${quote.text}” (${source})`;
}

export function quoted(app: App, quote: Cited): HTMLElement {
  const copy = async (): Promise<void> => {
    if (await copyText(citation(quote))) app.say(C.cited);
  };
  return h("figure", { class: "quote" }, h("blockquote", { dir: "auto" }, quote.text),
    h("figcaption", null, outside(quote.url, quote.outlet ?? T.noReason), quote.published ? ` · ${showTime(quote.published)} ` : " ",
      h("button", { type: "button", class: "linklike", onclick: () => void copy() }, C.cite)));
}

export function side(app: App, one: Side): HTMLElement {
  return h("section", { class: `side ${one.says}` },
    h("h4", null, h("bdi", null, one.party), h("span", { class: "verb" }, ` ${C[one.says]}`), one.since ? h("span", { class: "soft" }, ` ${C.since(showDay(one.since))}`) : null),
    ...one.quotes.map((quote) => quoted(app, quote)));
}

/** The sides of a claim; `told` is left out where each telling is shown anyway. */
export function sides(app: App, claim: Claim, withTold = true): Child[] {
  const told = withTold && claim.told.length
    ? h("section", { class: "side told" }, h("h4", null, C.told), ...claim.told.slice(0, 3).map((quote) => quoted(app, quote)))
    : null;
  const notes = [
    claim.first ? h("span", null, h("bdi", null, claim.first), ` ${C.first}`) : null,
    claim.silent.length ? h("span", null, h("bdi", null, claim.silent.join(", ")), ` ${C.silent}`) : null,
  ].filter((note) => note !== null);
  return [h("div", { class: "sides" }, ...claim.sides.map((one) => side(app, one)), told), notes.length ? h("p", { class: "notes" }, ...notes) : null];
}

function block(app: App, claim: Claim): HTMLElement {
  return h("article", { class: `matter ${claim.track}${claim.contested ? " contested" : ""}` },
    h("p", { class: "kicker" }, mark(claim.track), h("span", { class: "type" }, claim.type), claim.date ? ` · ${showDay(claim.date)}` : "",
      claim.contested ? h("span", { class: "badge contest" }, T.ledger.contested) : null),
    h("h3", null, link(withEvent(app.state, claim.event), { dir: "auto", "data-event": claim.event }, claim.text)), ...sides(app, claim));
}

export function claims(app: App, all: readonly Claim[], total: number): Child[] {
  if (!all.length) return [empty(C.empty, C.emptyHint)];
  const part = (title: string, list: Claim[]): Child => (list.length ? [h("h2", { class: "parthead" }, title, h("span", { class: "n" }, ` ${list.length}`)), ...list.map((claim) => block(app, claim))] : null);
  return [part(C.contestedOnly, all.filter((claim) => claim.contested)), part(C.uncontested, all.filter((claim) => !claim.contested)),
    total > all.length ? pages(app, all.length, total) : null];
}
