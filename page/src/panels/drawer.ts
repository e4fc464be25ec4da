// The evidence drawer: opens with the address ?event=ID, closes with Esc, and gives the focus back.
import { getEvent, Refused } from "../api";
import { link, type App } from "../app";
import { h, type Child } from "../dom";
import { copyText, grade } from "../parts";
import { withEvent } from "../state";
import { D } from "../strings2";
import { T } from "../strings";
import type { Evidence } from "../tabtypes";
import { sides } from "./claims";
import { badges, classes, date, what, who } from "./ledger";
import { history, judgements, tellings } from "./telling";

let flight = new AbortController();
let from: string | null = null;
let evidence: Evidence | null = null;

/** The event whose evidence is open. */
export const open = (): Evidence | null => evidence;

function top(app: App, title: Child): HTMLElement {
  return h("div", { class: "drawerhead" }, h("h2", { tabindex: "-1", id: "drawer-title" }, title),
    link(withEvent(app.state, null), { class: "close", "aria-label": D.close, title: D.close, role: "button" }, "×"));
}

function graded(found: Evidence): Child {
  if (!found.grade) return null;
  const { reliability, credibility, reason, weak } = found.grade;
  return h("p", { class: "gradeline" }, grade({ reliability, credibility }), ` ${T.credibility[credibility] ?? ""}: ${reason}.`,
    weak.length ? h("span", { class: "soft" }, ` ${D.weak}${weak.join(", ")}.`) : null);
}

/** A count in the drawer leads to the passages below. */
function jump(words: string): HTMLElement {
  return h("button", { type: "button", class: "linklike", onclick: () => document.getElementById("tellings")?.scrollIntoView({ block: "start" }) }, words);
}

function lead(app: App, found: Evidence): HTMLElement {
  const row = found.event;
  const copy = async (): Promise<void> => {
    if (await copyText(row.id)) app.say(D.copyId, row.id);
  };
  return h("div", { class: `lead ${classes(row)}` },
    h("p", { class: "kicker" }, what(row), " · ", date(row), row.place ? h("bdi", null, ` · ${row.place}`) : null),
    h("p", { class: "sentence", dir: "auto" }, row.text),
    h("p", { class: "who" }, who(row), ...badges(row)),
    graded(found),
    h("p", { class: "meta" }, jump(T.origins(row.origins)), " · ", jump(T.articles(row.articles)), " · ", jump(T.reports(row.reports)), " · ", h("button", { type: "button", class: "linklike", onclick: () => void copy() }, row.id)));
}

function body(app: App, found: Evidence): Child[] {
  return [
    lead(app, found),
    found.claims ? h("section", { class: "evsides" }, h("h3", null, D.sides), ...sides(app, found.claims, false)) : null,
    ...tellings(app, found),
    judgements(found), history(found),
  ];
}

function problem(error: unknown): Child[] {
  const missing = error instanceof Refused && error.status === 404;
  return [h("div", { class: "empty" }, h("p", null, h("strong", null, missing ? D.missing : T.failed)), h("p", null, missing ? D.missingHint : T.failedHint))];
}

function close(root: HTMLElement): void {
  const back = from;
  const inside = root.contains(document.activeElement) || document.activeElement === document.body;
  root.hidden = true;
  root.replaceChildren();
  document.documentElement.classList.remove("with-drawer");
  evidence = from = null;
  if (inside && back) document.querySelector<HTMLElement>(`[data-event="${CSS.escape(back)}"]`)?.focus();
}

/** Shows what the state asks for. The focus goes into the drawer when it opens, and stays where it is while it changes. */
export function drawDrawer(app: App, root: HTMLElement): void {
  flight.abort();
  const id = app.state.event;
  if (!id) return close(root);
  const fresh = root.hidden;
  from = id;
  root.hidden = false;
  root.setAttribute("aria-labelledby", "drawer-title");
  document.documentElement.classList.add("with-drawer");
  if (fresh) root.replaceChildren(top(app, D.title), h("p", { class: "loading" }, T.loading));
  if (fresh) root.querySelector<HTMLElement>("#drawer-title")?.focus();
  void fetchInto(app, root, id);
}

async function fetchInto(app: App, root: HTMLElement, id: string): Promise<void> {
  flight = new AbortController();
  const { signal } = flight;
  const held = root.contains(document.activeElement);
  let drawn: Child[];
  try {
    evidence = await getEvent<Evidence>(id, signal);
    drawn = body(app, evidence);
  } catch (error) {
    if (signal.aborted) return;
    evidence = null;
    drawn = problem(error);
  }
  if (signal.aborted) return;
  root.replaceChildren(top(app, D.title), h("div", { class: "drawerbody" }, ...(drawn as Node[]).flat(4).filter(Boolean)));
  root.scrollTop = 0;
  if (held) root.querySelector<HTMLElement>("#drawer-title")?.focus();
}
