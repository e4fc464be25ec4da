// The only place that speaks to the server, or reads the files of a frozen site.
import { address, filters, one, type State } from "./state";
import type { Codebook, Everything, View } from "./types";
import { kept, type Kept } from "./frozen";
import { left, sorted, tests, view } from "./view";

/** What the server refused, in its words. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly hint: string | null,
    readonly status: number,
  ) {
    super(message);
  }
}

export const frozen = (): boolean => document.querySelector('meta[name="twotrack-frozen"]') !== null;

async function fetchJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(path, { credentials: "same-origin", ...init });
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body as T;
  const told = (body ?? {}) as { error?: string; hint?: string };
  throw new Refused(told.error ?? answer.statusText, told.hint ?? null, answer.status);
}

const withQuery = (path: string, query: string): string => (query ? `${path}?${query}` : path);

let everything: Promise<Everything> | null = null;

async function frozenView(state: State): Promise<View> {
  everything ??= fetchJson<Everything>("api/all.json");
  return view(await everything, state);
}

export function getView(state: State, signal: AbortSignal): Promise<View> {
  return frozen() ? frozenView(state) : fetchJson(withQuery("api/view", filters(state)), { signal });
}

/** All rows of a view, every page of it; of the frozen site alone. */
export async function frozenRows(state: State): Promise<View["rows"]> {
  everything ??= fetchJson<Everything>("api/all.json");
  const { rows } = await everything;
  return sorted(left(rows, tests(state, rows)), one(state, "sort"));
}

export async function getTab<T>(name: string, state: State, signal: AbortSignal): Promise<T> {
  if (!frozen()) return fetchJson<T>(withQuery(`api/${name}`, filters(state)), { signal });
  const whole = await fetchJson<Kept>(`api/${name}.json`, { signal });
  const ids = new Set((await frozenRows(state)).map((row) => row.id));
  return kept(name, whole, ids) as T;
}

export function getEvent<T>(id: string, signal: AbortSignal): Promise<T> {
  const path = frozen() ? `api/event/${id.replaceAll(":", "_")}.json` : `api/event/${encodeURIComponent(id)}`;
  return fetchJson<T>(path, { signal });
}

export function getCodebook(): Promise<Codebook> {
  return fetchJson<Codebook>(frozen() ? "api/codebook.json" : "api/codebook");
}

export function getVersion(): Promise<{ version: string }> {
  return fetchJson("api/version");
}

export interface Judge {
  action: string;
  of?: readonly string[];
  field?: string;
  value?: string;
  number?: number;
  note?: string;
}

export function judge(body: Judge, token: string): Promise<{ ok: boolean; number: number }> {
  return fetchJson("api/judge", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Twotrack-Token": token },
    body: JSON.stringify(body),
  });
}

/** Where the rows of this view lie as a file. */
export function download(name: string, state: State): string {
  return frozen() ? name : withQuery(name, filters(state));
}

export function absolute(state: State): string {
  return new URL(address(state), location.href).href;
}
