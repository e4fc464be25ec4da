// At the table: meetings with what became of them, and what each party holds.
import { download } from "../api";
import { link, showDay, type App } from "../app";
import { h, type Child } from "../dom";
import { empty } from "../parts";
import { withEvent, withValues } from "../state";
import { T } from "../strings";
import type { Meeting, Position } from "../tabtypes";

const M = T.table;
const KINDS = ["red line", "demand", "refusal", "offer"] as const;

function meeting(app: App, one: Meeting): HTMLElement {
  const step = (past: Meeting["history"][number]): HTMLElement =>
    h("li", null, link(withEvent(app.state, past.event), null, M.states[past.state] ?? past.state), past.date ? h("span", { class: "soft" }, ` ${showDay(past.date)}`) : null);
  const outcome = (came: Meeting["outcome"][number]): HTMLElement =>
    h("li", null, h("span", { class: "type" }, came.type), " ", link(withEvent(app.state, came.event), { dir: "auto" }, came.text));
  return h("article", { class: `meeting ${one.state.replace(" ", "-")}` },
    h("p", { class: "kicker" }, h("span", { class: "badge state" }, M.states[one.state] ?? one.state), one.date ? h("time", { datetime: one.date }, showDay(one.date)) : null,
      one.place ? h("bdi", null, ` · ${one.place}`) : null, one.stage ? ` · ${one.stage}` : null),
    h("h3", null, h("bdi", null, one.parties.join(", "))),
    one.history.length > 1 ? h("ol", { class: "steps" }, ...one.history.map(step)) : h("p", { class: "steps" }, ...one.history.map((past) => link(withEvent(app.state, past.event), null, T.reports(1)))),
    one.outcome.length ? [h("h4", null, M.outcome), h("ul", null, ...one.outcome.map(outcome))] : null);
}

function position(app: App, one: Position): HTMLElement {
  const times = T.origins(one.origins);
  const stands = one.first && one.last && one.first !== one.last ? `${showDay(one.first)} – ${showDay(one.last)}` : showDay(one.first);
  const first = one.events[0];
  return h("li", null, h("p", { class: "words", dir: "auto" }, "“", first ? link(withEvent(app.state, first), null, one.text) : one.text, "”"),
    h("p", { class: "meta" }, one.towards.length ? h("bdi", null, M.towards(one.towards.join(", "))) : null, one.towards.length ? " · " : "", stands, stands ? " · " : "", times));
}

function holder(app: App, party: string, list: readonly Position[]): HTMLElement {
  const kind = (name: (typeof KINDS)[number]): Child => {
    const own = list.filter((one) => one.kind === name);
    return own.length ? h("section", { class: `kind ${name.replace(" ", "-")}` }, h("h4", null, M.kinds[name]), h("ul", null, ...own.map((one) => position(app, one)))) : null;
  };
  return h("article", { class: "holder" }, h("h3", null, link(withValues(app.state, { party: [party] }), null, h("bdi", null, party))), ...KINDS.map(kind));
}

export function negotiating(app: App, meetings: readonly Meeting[], positions: readonly Position[]): Child[] {
  const parties = [...new Set(positions.map((one) => one.party))];
  const count = (party: string): number => positions.filter((one) => one.party === party).length;
  parties.sort((a, b) => count(b) - count(a));
  return [
    h("h2", { class: "parthead" }, M.meetings, h("span", { class: "n" }, ` ${meetings.length}`),
      h("a", { class: "aux", href: download("meetings.ics", app.state), download: "meetings.ics" }, M.calendar)),
    meetings.length ? h("div", { class: "meetings" }, ...meetings.map((one) => meeting(app, one))) : empty(M.noMeetings, M.emptyHint),
    h("h2", { class: "parthead" }, M.positions, h("span", { class: "n" }, ` ${positions.length}`)),
    positions.length ? h("div", { class: "holders" }, ...parties.map((party) => holder(app, party, positions.filter((one) => one.party === party)))) : empty(M.noPositions, M.emptyHint),
  ];
}
