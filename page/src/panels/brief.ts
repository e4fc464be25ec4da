// The brief of this view: every line with the numbers of its sources.
import { download } from "../api";
import { link, showDay, showTime, type App } from "../app";
import { h, outside, type Child } from "../dom";
import { empty } from "../parts";
import { withEvent } from "../state";
import { T } from "../strings";
import type { Brief, BriefLine, BriefSource } from "../tabtypes";

const B = T.brief;

function cites(numbers: readonly number[]): Child {
  const cite = (n: number): Child => h("a", { href: `#source-${n}`, class: "cite", onclick: (event: Event) => jump(event, n) }, n);
  return numbers.length ? h("sup", null, "[", ...numbers.flatMap((n, i) => [i ? " " : "", cite(n)]), "]") : null;
}

/** Goes to a source without touching the address: the fragment holds the page's own state. */
function jump(event: Event, n: number): void {
  event.preventDefault();
  const source = document.getElementById(`source-${n}`);
  source?.scrollIntoView({ block: "center" });
  source?.focus({ preventScroll: true });
}

function line(app: App, one: BriefLine): HTMLElement {
  const words = one.event ? link(withEvent(app.state, one.event), { dir: "auto", "data-event": one.event }, one.text) : h("span", { dir: "auto" }, one.text);
  return h("li", { class: [one.claimed ? "claimed" : "", one.status ? `is-${one.status}` : ""].filter(Boolean).join(" ") || null },
    one.date ? h("time", { datetime: one.date }, showDay(one.date)) : null, words, " ", cites(one.cites),
    one.grade ? h("span", { class: "grade" }, one.grade) : null, ...(one.marks ?? []).map((mark) => h("span", { class: "badge" }, mark)));
}

const source = (one: BriefSource): HTMLElement =>
  h("li", { id: `source-${one.n}`, tabindex: "-1", value: one.n }, h("strong", null, one.outlet ?? T.noReason), " ", outside(one.url, h("cite", { dir: "auto" }, one.title ?? one.url ?? "")), one.published ? ` · ${showTime(one.published)}` : "");

export function brief(app: App, all: Brief): Child[] {
  const parts = all.parts.filter((part) => part.lines.length);
  if (!parts.length) return [empty(B.empty, B.emptyHint)];
  const part = (one: Brief["parts"][number]): HTMLElement =>
    h("section", { class: "briefpart" }, h("h2", null, one.title), one.note ? h("p", { class: "soft" }, one.note) : null, h("ul", null, ...one.lines.map((each) => line(app, each))));
  const notes = all.notes ?? [];
  return [
    h("p", { class: "soft briefnotes" }, notes.slice(0, 5).join(" · ")),
    h("p", { class: "aux" }, h("a", { href: download("brief.html", app.state), target: "_blank", rel: "noopener" }, B.print), " · ", h("a", { href: download("brief.md", app.state), download: "brief.md" }, B.markdown)),
    h("div", { class: "brieftext" }, ...parts.map(part)),
    h("section", { class: "briefpart" }, h("h2", null, B.sources), h("ol", { class: "sourcelist" }, ...all.sources.map(source)), ...notes.slice(5).map((note) => h("p", { class: "soft" }, note))),
  ];
}
