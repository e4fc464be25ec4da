// The parts of the drawer: each passage that tells the event, its origin with its copies, and what decided.
import { showTime, type App } from "../app";
import { h, outside, type Child } from "../dom";
import { copyText } from "../parts";
import { D, R } from "../strings2";
import { T } from "../strings";
import type { Copy, Evidence, Telling } from "../tabtypes";
import { citation } from "./claims";

function passage({ before, quote, after }: Telling["passage"]): HTMLElement {
  return h("blockquote", { dir: "auto" }, before ? h("span", { class: "context" }, `${before} `) : null, h("mark", null, quote), after ? h("span", { class: "context" }, ` ${after}`) : null);
}

function credit(one: Telling): HTMLElement {
  return h("p", { class: "credit" }, h("strong", null, h("bdi", null, one.outlet ?? D.noOutlet)),
    one.grade ? h("span", { class: "grade", title: T.reliability[one.grade] ?? null }, one.grade) : null,
    one.published ? ` · ${showTime(one.published)}` : "", one.title ? h("span", { class: "headline", dir: "auto" }, `“${one.title}”`) : null);
}

function copies(list: readonly Copy[]): Child {
  if (!list.length) return null;
  const item = (copy: Copy): HTMLElement =>
    h("li", null, outside(copy.url, copy.outlet ?? D.noOutlet), copy.published ? ` · ${showTime(copy.published)}` : "", copy.why ? h("span", { class: "soft" }, ` · ${copy.why}`) : null);
  return h("details", { class: "fold" }, h("summary", null, D.copies(list.length)), h("ul", null, ...list.map(item)));
}

function alternatives(list: Telling["alternatives"]): Child {
  if (!list.length) return null;
  const item = (place: Telling["alternatives"][number]): HTMLElement =>
    h("li", null, h("bdi", null, place.name), ` ${place.country ?? ""}`, place.why ? `, ${place.why}` : "", place.geonameid ? h("span", { class: "soft" }, ` ${place.geonameid}`) : null);
  return h("details", { class: "fold" }, h("summary", null, `${D.places} (${list.length})`), h("p", { class: "soft" }, D.placesNote), h("ul", null, ...list.map(item)));
}

/** How the reader came to it: the three best types with their scores, rules, and where the bytes lie. */
function trail(one: Telling): HTMLElement {
  const scores = (one.considered ?? []).map(([type, score]) => h("li", null, h("span", { class: "type" }, type), ` ${score.toFixed(2)}`));
  return h("details", { class: "fold" }, h("summary", null, D.considered, one.score === null ? "" : ` (${D.score(one.score)})`),
    h("ul", null, ...scores),
    one.rules?.length ? [h("h5", null, D.rules), h("ul", null, ...one.rules.map((rule) => h("li", null, rule)))] : null,
    one.capture ? [h("h5", null, D.capture), h("p", { class: "hash" }, h("code", null, one.capture.sha256)), h("p", { class: "soft" }, D.archived(`${one.capture.file} @${one.capture.offset}`))] : null,
    h("p", { class: "soft" }, `${R.which} `, h("code", null, one.report)));
}

function links(app: App, one: Telling): HTMLElement {
  const copy = async (): Promise<void> => {
    if (await copyText(citation({ text: one.passage.quote, outlet: one.outlet, published: one.published, url: one.url }))) app.say(T.claims.cited);
  };
  return h("p", { class: "links" }, one.live ? outside(one.live, D.live, " ↗") : null, h("button", { type: "button", class: "linklike", onclick: () => void copy() }, T.claims.cite));
}

function telling(app: App, one: Telling): HTMLElement {
  const voice = one.speaker ? D.onWord(one.speaker) : D.voice;
  const status = one.status && one.status !== "happened" ? h("span", { class: `badge ${one.status}` }, T.statusShort[one.status]) : null;
  return h("article", { class: one.speaker ? "telling claimed" : "telling", "data-report": one.report },
    credit(one), passage(one.passage), h("p", { class: "voice" }, h("bdi", null, voice), status), links(app, one), alternatives(one.alternatives), trail(one));
}

/** Tellings under their origins: what has one origin counts once. */
export function tellings(app: App, found: Evidence): Child[] {
  const origins = [...new Set(found.tellings.map((one) => one.origin))];
  const group = (origin: string | null, i: number): HTMLElement => {
    const own = found.tellings.filter((one) => one.origin === origin);
    return h("section", { class: "origin" }, origins.length > 1 ? h("h4", null, D.origin(i + 1)) : null, ...own.map((one) => telling(app, one)), copies(own[0]?.copies ?? []));
  };
  return [h("h3", { id: "tellings" }, D.tellings, h("span", { class: "n" }, ` ${found.tellings.length}`)), ...origins.map(group)];
}

export function judgements(found: Evidence): Child {
  if (!found.judgements.length) return null;
  const item = (one: Evidence["judgements"][number]): HTMLElement =>
    h("li", null, one.decision ? h("span", { class: "badge" }, one.decision) : null, ` ${one.text}`, one.score == null ? "" : ` ${one.score.toFixed(2)}`,
      one.reasons?.length ? h("span", { class: "soft" }, ` ${one.reasons.join("; ")}`) : null);
  return h("details", { class: "fold big" }, h("summary", null, D.judgements, h("span", { class: "n" }, ` ${found.judgements.length}`)), h("ul", null, ...found.judgements.map(item)));
}

export function history(found: Evidence): Child {
  if (!found.history.length) return null;
  const item = (one: Evidence["history"][number]): HTMLElement =>
    h("li", { class: one.undone ? "undone" : null }, `${one.number}. ${one.text || one.action}`, h("span", { class: "soft" }, ` ${one.by}${one.note ? `: ${one.note}` : ""}`));
  return h("section", null, h("h3", null, D.history), h("ul", { class: "history" }, ...found.history.map(item)));
}
