// Small things that several panels draw.
import { h, s, type Child } from "./dom";
import { ABOUT } from "./strings2";
import { T } from "./strings";
import type { Row, Track } from "./types";

/** Triangle for the ground, circle for the table, square for a lever; hollow when one origin alone tells it. */
export function mark(track: Track, options: { single?: boolean; lever?: boolean; open?: boolean } = {}): SVGElement {
  const classes = `mark ${track}${options.single ? " single" : ""}${options.open ? " open" : ""}`;
  const shape =
    track === "ground" ? s("path", { d: "M8 2.2 14.6 13.6H1.4Z" })
    : options.lever ? s("rect", { x: 2.5, y: 2.5, width: 11, height: 11 })
    : s("circle", { cx: 8, cy: 8, r: 5.8 });
  return s("svg", { class: classes, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" }, shape);
}

export function diamond(): SVGElement {
  return s("svg", { class: "mark diamond", viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: "M8 1.5 14.5 8 8 14.5 1.5 8Z" }));
}

export function cross(): SVGElement {
  return s("svg", { class: "mark cross", viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: "M3 3 13 13M13 3 3 13" }));
}

/** A menu under a button: closes on Escape and on a click elsewhere (keys.ts). */
export function menu(key: string, label: Child, classes: string, ...content: Child[]): HTMLDetailsElement {
  return h("details", { class: `menu ${classes}`, "data-key": key },
    h("summary", { "data-key": `${key}-button` }, label), h("div", { class: "sheet" }, ...content));
}

/** The ⓘ of a panel: what it shows, by which rule, with which limits. */
export function about(name: string): HTMLElement {
  const text = ABOUT[name];
  if (!text) return h("span");
  const button = h("summary", { "aria-label": T.about, title: T.about, "data-key": `about-${name}-button` }, h("span", { "aria-hidden": "true" }, "i"));
  return h("details", { class: "menu about", "data-key": `about-${name}` }, button,
    h("div", { class: "sheet" }, h("p", null, text.shows), h("p", null, text.rule), h("p", { class: "soft" }, text.limits)));
}

/** What a panel says when there is nothing in it: that, and what to do. */
export function empty(what: string, hint: string, ...more: Child[]): HTMLElement {
  return h("div", { class: "empty" }, h("p", null, h("strong", null, what)), h("p", null, ...prose(hint)), ...more);
}

/** Words of ours, with what stands between backticks as code. */
export function prose(words: string): Child[] {
  return words.split("`").map((part, i) => (i % 2 ? h("code", null, part) : part));
}

/** The panel's head: title, controls, ⓘ. */
export function head(title: string, name: string, ...controls: Child[]): HTMLElement {
  return h("div", { class: "head" }, h("h2", null, title), h("div", { class: "controls" }, ...controls, about(name)));
}

/** A button that shows the list twin of a picture. */
export function twin(key: string, on: boolean, flip: () => void): HTMLElement {
  return h("button", { type: "button", class: "quiet", "aria-pressed": String(on), "data-key": key, onclick: flip }, T.list);
}

/** Admiralty grade with its words. */
export function grade(row: Pick<Row, "reliability" | "credibility">): HTMLElement | null {
  if (row.credibility === null) return null;
  const letter = row.reliability ?? "F";
  const words = `${letter}: ${T.reliability[letter] ?? ""}. ${row.credibility}: ${T.credibility[row.credibility] ?? ""}`;
  return h("span", { class: `grade g${row.credibility}`, title: words }, `${letter}${row.credibility}`);
}

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
