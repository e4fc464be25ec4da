// `?`: the keys, the marks, and the codebook's entries.
import { getCodebook } from "./api";
import type { App } from "./app";
import { anyOpen, dialog } from "./dialog";
import { h, type Child } from "./dom";
import { lettersOn, setLetters } from "./letters";
import { cross, diamond, mark } from "./parts";
import { K } from "./strings2";
import { T } from "./strings";
import type { Codebook } from "./types";

function keys(): Child[] {
  const tick = h("input", { type: "checkbox", id: "letters", checked: lettersOn() });
  tick.onchange = () => setLetters(tick.checked);
  const row = ([key, words]: readonly [string, string]): Child => [h("dt", null, ...key.split("  ").map((one) => h("kbd", null, one))), h("dd", null, words)];
  return [h("h3", null, K.keys), h("p", null, h("label", null, tick, ` ${K.single}`)), h("dl", { class: "keys" }, ...K.list.flatMap(row))];
}

function marks(): Child[] {
  const item = (shape: Child, words: string): HTMLElement => h("li", null, shape, words);
  return [h("h3", null, K.marks), h("ul", { class: "key tall" },
    item(mark("ground"), T.trackLong["ground"] ?? ""), item(mark("table"), T.trackLong["table"] ?? ""), item(mark("table", { lever: true }), T.time.lever.replace("of these: ", "")),
    item(mark("ground", { single: true }), T.map.legend.single), item(diamond(), T.time.agreement), item(cross(), T.time.broken), item(h("span", { class: "swatch ring" }), T.map.legend.ring))];
}

function book(codebook: Codebook): Child[] {
  const entry = ([name, one]: [string, Codebook[string]]): Child => [
    h("dt", { id: `type-${name}` }, mark(one.track, { lever: one.lever ?? false }), h("span", { class: "type" }, name)),
    h("dd", null, one.definition, h("span", { class: "soft" }, ` ${one.quad.toLowerCase()}`), one.modes.length ? h("span", { class: "modes" }, one.modes.join(" · ")) : null),
  ];
  return [h("h3", null, K.book), h("p", { class: "soft" }, K.bookNote), h("dl", { class: "book" }, ...Object.entries(codebook).flatMap(entry))];
}

export function openHelp(app: App): void {
  if (anyOpen()) return;
  const { box } = dialog("help", K.title);
  const types = h("div", null, T.loading);
  box.append(h("div", { class: "columns" }, h("div", null, ...(keys() as Node[]), ...(marks() as Node[])), types));
  const show = (codebook: Codebook): void => types.replaceChildren(...(book(codebook) as Node[]));
  if (app.codebook) show(app.codebook);
  else void getCodebook().then(show, () => types.replaceChildren(T.failed));
}
