// The two forms of review: correct one field of a report, split a report off.
import type { Judge } from "./api";
import type { App } from "./app";
import type { Codebook } from "./types";
import { dialog } from "./dialog";
import { h } from "./dom";
import { R } from "./strings2";
import { T } from "./strings";
import type { Evidence, Telling } from "./tabtypes";

type Send = (body: Judge) => Promise<string | null>;

const label = (one: Telling): string => `${one.outlet ?? T.noReason}: ${one.passage.quote.slice(0, 90)}`;

function choose(found: Evidence): HTMLSelectElement {
  return h("select", { id: "form-report", name: "report" }, ...found.tellings.map((one) => h("option", { value: one.report }, label(one))));
}

function noteField(): [HTMLElement, HTMLInputElement] {
  const note = h("input", { id: "form-note", name: "note", autocomplete: "off" });
  return [h("p", null, h("label", { for: "form-note" }, R.note), note), note];
}

function buttons(close: () => void): HTMLElement {
  return h("p", { class: "acts" }, h("button", { type: "submit", class: "strong" }, R.save), h("button", { type: "button", onclick: close }, R.cancel));
}

const noted = (note: HTMLInputElement): { note?: string } => (note.value.trim() ? { note: note.value.trim() } : {});

/** A form in a dialog that stays, and says why, when what it sends is refused. */
function form(name: string, title: string, fields: (HTMLElement | HTMLElement[])[], send: () => Promise<string | null>): void {
  const { box, close } = dialog(name, title);
  const wrong = h("p", { class: "formerror", role: "alert" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const refused = await send();
    if (refused) wrong.textContent = refused;
    else close();
  };
  box.append(h("form", { onsubmit: (event: Event) => void submit(event) }, ...fields, wrong, buttons(close)));
}

const field = (id: string, label: string, ...inputs: HTMLElement[]): HTMLElement => h("p", null, h("label", { for: id }, label), ...inputs);

/** Values that a field can have, each with words about it: offered, never forced. */
export function offered(field: string, one: Telling | undefined, codebook: Codebook): [string, string][] {
  const modes = one?.event ? (codebook[one.event]?.modes ?? []) : [];
  const offers: Record<string, [string, string][]> = {
    event: Object.entries(codebook).map(([type, entry]) => [type, entry.definition]),
    mode: [...modes, "none"].map((mode) => [mode, ""]),
    status: Object.entries(T.status),
    place: [...(one?.alternatives ?? []).map((p): [string, string] => [String(p.geonameid ?? ""), [p.name, p.why, p.country].filter(Boolean).join(", ")]), ["withheld", ""], ["none", ""]],
  };
  return (offers[field] ?? [["none", ""]]).filter(([value]) => value !== "");
}

export function openEdit(app: App, found: Evidence, send: Send): void {
  const report = choose(found);
  const name = h("select", { id: "form-field", name: "field" }, ...Object.keys(R.valueHint).map((one) => h("option", { value: one }, one)));
  const value = h("input", { id: "form-value", name: "value", required: true, autocomplete: "off", "aria-describedby": "form-hint", list: "form-values" });
  const values = h("datalist", { id: "form-values" });
  const hint = h("small", { id: "form-hint" }, R.valueHint["event"]);
  const offer = (): void => {
    hint.textContent = R.valueHint[name.value] ?? "";
    const telling = found.tellings.find((one) => one.report === report.value);
    values.replaceChildren(...offered(name.value, telling, app.codebook ?? {}).map(([one, words]) => h("option", { value: one, label: words || null })));
  };
  name.onchange = report.onchange = offer;
  offer();
  const [noteRow, note] = noteField();
  const fields = [field("form-report", R.which, report), field("form-field", R.field, name), field("form-value", R.value, value, hint, values), noteRow];
  form("edit", R.editTitle, fields, () => send({ action: "correct", of: [report.value], field: name.value, value: value.value.trim(), ...noted(note) }));
  name.focus();
}

export function openSplit(app: App, found: Evidence, send: Send): void {
  if (found.tellings.length < 2) return app.say(R.onlyOne);
  const report = choose(found);
  const [noteRow, note] = noteField();
  form("split", R.splitTitle, [field("form-report", R.which, report), noteRow], () => send({ action: "split", of: [found.event.id, report.value], ...noted(note) }));
  report.focus();
}
