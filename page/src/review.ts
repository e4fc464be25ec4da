// Review with the keyboard: every decision is a row of the ledger, and `u` takes the last one back.
import { getEvent, judge, Refused, type Judge } from "./api";
import type { App } from "./app";
import { h, redraw } from "./dom";
import { openEdit, openSplit } from "./forms";
import { move, selected } from "./moving";
import { withFlag } from "./state";
import { R } from "./strings2";
import { T } from "./strings";
import type { Evidence } from "./tabtypes";

// Decisions of this sitting, for undo; and the event that waits to be merged.
const done: number[] = [];
let merging: string | null = null;

export const isOn = (app: App): boolean => app.state.flags.review === "on" && !app.frozen && app.token !== null;

export function toggleReview(app: App): void {
  if (app.frozen) return app.say(R.frozen);
  if (!app.token) return app.say(R.noToken);
  merging = null;
  app.go(withFlag(app.state, "review", app.state.flags.review === "on" ? null : "on"), "replace");
}

/** Sends a decision and shows what came of it; why it was refused, or null. */
export async function send(app: App, body: Judge): Promise<string | null> {
  if (!app.token) return R.noToken;
  try {
    const { number } = await judge(body, app.token);
    if (body.action === "undo") done.pop();
    else done.push(number);
    app.say(R.done[body.action] ?? body.action, body.action === "undo" ? "" : R.number(number));
    await app.refresh();
    return null;
  } catch (error) {
    return error instanceof Refused ? [error.message, error.hint].filter(Boolean).join(". ") : `${T.failed} ${T.failedHint}`;
  }
}

/** Sends a decision, and says so when it was refused. */
export async function sendAloud(app: App, body: Judge): Promise<void> {
  const refused = await send(app, body);
  if (refused) app.say(refused);
}

async function decide(app: App, action: "accept" | "reject"): Promise<void> {
  const id = selected(app);
  if (!id) return app.say(R.none);
  move(app, 1);
  await sendAloud(app, { action, of: [id] });
}

async function merge(app: App): Promise<void> {
  const id = selected(app);
  if (!id) return app.say(R.none);
  if (merging === null || merging === id) {
    merging = merging === id ? null : id;
    redrawBar(app);
    return;
  }
  const first = merging;
  merging = null;
  await sendAloud(app, { action: "merge", of: [first, id] });
  redrawBar(app);
}

async function withEvidence(app: App, run: (found: Evidence) => void): Promise<void> {
  const id = selected(app);
  if (!id) return app.say(R.none);
  try {
    run(await getEvent<Evidence>(id, new AbortController().signal));
  } catch {
    app.say(T.failed);
  }
}

async function undo(app: App): Promise<void> {
  const number = done.at(-1);
  if (number === undefined) app.say(R.nothingToUndo);
  else await sendAloud(app, { action: "undo", number });
}

/** Leaves a merge that was begun; whether there was one. */
export function leaveMerge(app: App): boolean {
  const was = merging !== null;
  merging = null;
  if (was) redrawBar(app);
  return was;
}

/** What a key does in review; whether it did anything. */
export function reviewKey(app: App, key: string): boolean {
  const acts: Record<string, () => void> = {
    a: () => void decide(app, "accept"),
    x: () => void decide(app, "reject"),
    m: () => void merge(app),
    u: () => void undo(app),
    e: () => void withEvidence(app, (found) => openEdit(app, found, (body) => send(app, body))),
    s: () => void withEvidence(app, (found) => openSplit(app, found, (body) => send(app, body))),
  };
  if (key === "Enter" && merging !== null) acts["m"]?.();
  else if (acts[key]) acts[key]();
  else return false;
  return true;
}

const redrawBar = (app: App): void => {
  const bar = document.querySelector<HTMLElement>(".reviewbar");
  if (bar) drawReview(app, bar);
};

export function drawReview(app: App, root: HTMLElement): void {
  root.hidden = app.state.flags.review !== "on";
  for (const row of document.querySelectorAll("[data-row]")) row.classList.toggle("merging", (row as HTMLElement).dataset["row"] === merging);
  if (root.hidden) return;
  const words = !isOn(app) ? R.noToken : merging ? R.mergeWith : R.keys;
  const button = (key: string, label: string): HTMLElement =>
    h("button", { type: "button", onclick: () => reviewKey(app, key), "data-key": `review-${key}` }, h("kbd", null, key), label);
  redraw(root, h("p", null, h("strong", null, R.on), " ", words),
    isOn(app) ? h("div", { class: "acts" }, button("a", "accept"), button("x", "reject"), button("e", "edit"), button("m", "merge"), button("s", "split"), button("u", "undo")) : null);
}
