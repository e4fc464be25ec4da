// Everything on the page is made here: elements, attributes and text nodes. No markup is ever parsed,
// so words from articles stay words.

export type Child = Node | string | number | null | undefined | false | readonly Child[];
type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Attributes = Readonly<Record<string, Value>>;

const SVG = "http://www.w3.org/2000/svg";

/** An address that may be followed: our own relative ones, and the web's. Everything else is no link. */
export function safeHref(address: string | null | undefined): string | null {
  if (!address) return null;
  if (/^(\?|#|\.\/|static\/|api\/|[a-z]+\.(csv|json|md|html|ics))/.test(address) || address === ".") return address;
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? address : null;
  } catch {
    return null;
  }
}

function set(node: Element, name: string, value: Value): void {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") {
    node.addEventListener(name.slice(2), value as EventListener);
    return;
  }
  if (name === "href") {
    const safe = safeHref(String(value));
    if (safe !== null) node.setAttribute("href", safe);
    return;
  }
  // An attribute named on… or style would be code; neither is ever needed.
  if (/^(on|style|src$)/.test(name)) throw new Error(`no such attribute: ${name}`);
  node.setAttribute(name, value === true ? "" : String(value));
}

function fill(node: Element, attributes: Attributes | null, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes ?? {})) set(node, name, value);
  append(node, children);
}

export function append(node: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(node, child as readonly Child[]);
    else node.append(child instanceof Node ? child : String(child as string | number));
  }
}

/** An HTML element. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes | null = null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  fill(node, attributes, children);
  return node;
}

/** An SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes | null = null,
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const node = document.createElementNS(SVG, tag);
  fill(node, attributes, children);
  return node;
}

/** A link to a place outside, or plain words where the address can't be followed. */
export function outside(address: string | null | undefined, ...children: Child[]): HTMLElement {
  const href = safeHref(address);
  if (href === null) return h("span", null, ...children);
  return h("a", { href, target: "_blank", rel: "noreferrer noopener external" }, ...children);
}

/** Replaces what is in `root`, and leaves open what was open and the focus where it was. */
export function redraw(root: Element, ...children: Child[]): void {
  const focused = root.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
  const open = [...root.querySelectorAll("details[open][data-key]")].map((d) => d.getAttribute("data-key"));
  root.replaceChildren();
  append(root, children);
  for (const details of root.querySelectorAll<HTMLDetailsElement>("details[data-key]"))
    if (open.includes(details.dataset["key"] ?? null)) details.open = true;
  if (focused) root.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Words for a screen reader alone. */
export function hidden(...children: Child[]): HTMLElement {
  return h("span", { class: "hidden" }, ...children);
}
