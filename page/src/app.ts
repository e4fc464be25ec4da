// What every panel is given: the state, the view, and how to move on.
import { h, type Attributes, type Child } from "./dom";
import { address, type State } from "./state";
import type { Codebook, View } from "./types";

export interface App {
  state: State;
  view: View | null;
  codebook: Codebook | null;
  token: string | null;
  frozen: boolean;
  /** Goes to a state: `push` makes a step that Back undoes. */
  go: (state: State, how?: "push" | "replace") => void;
  /** Fetches the view anew. */
  refresh: () => Promise<void>;
  say: (words: string, detail?: string) => void;
}

/** A link to a state of the page: an address that can be copied, opened in a tab, and gone back from. */
export function link(state: State, attributes: Attributes | null, ...children: Child[]): HTMLAnchorElement {
  return h("a", { href: address(state), ...attributes }, ...children);
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

function instant(iso: string): Date | null {
  const date = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** `2026-06-09` as `9 Jun 2026`. */
export function showDay(iso: string | null): string {
  const date = iso ? instant(iso.slice(0, 10)) : null;
  return date ? day.format(date) : "";
}

export function showShortDay(iso: string): string {
  const date = instant(iso.slice(0, 10));
  return date ? short.format(date) : iso;
}

/** `2026-06-09T14:05:00+00:00` as `9 Jun 2026 14:05 UTC`; a day alone as a day. */
export function showTime(iso: string | null): string {
  if (!iso) return "";
  const date = instant(iso);
  if (!date || iso.length <= 10) return showDay(iso);
  return `${day.format(date)} ${date.toISOString().slice(11, 16)} UTC`;
}

export function addDays(iso: string, n: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}
