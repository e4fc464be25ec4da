// The page's whole state, and its address. The query holds what the server knows (filters, open event, tab);
// the fragment holds what is the page's alone (list twins, review).

export const SINGLE = ["from", "to", "track", "with", "place", "country", "origins", "credibility", "q", "sort", "page"] as const;
export const MANY = ["type", "status", "party"] as const;
export const TABS = ["ledger", "claims", "table", "brief", "sources"] as const;

export type Name = (typeof SINGLE)[number] | (typeof MANY)[number];
export type Tab = (typeof TABS)[number];
export type Flag = "map" | "time" | "actors" | "review" | "span";
export type Values = Readonly<Partial<Record<Name, readonly string[]>>>;

export interface State {
  readonly values: Values;
  readonly event: string | null;
  readonly tab: Tab;
  readonly flags: Readonly<Partial<Record<Flag, string>>>;
}

const NAMES: readonly Name[] = [...SINGLE, ...MANY];
const FLAGS: readonly Flag[] = ["map", "time", "actors", "review", "span"];

/** State of an address. What it does not know it leaves out. */
export function parse(search: string, hash = ""): State {
  const query = new URLSearchParams(search);
  const values: Partial<Record<Name, readonly string[]>> = {};
  for (const name of NAMES) {
    const found = query.getAll(name).filter((value) => value !== "");
    if (found.length) values[name] = (MANY as readonly string[]).includes(name) ? [...new Set(found)] : found.slice(0, 1);
  }
  const tab = TABS.find((known) => known === query.get("tab")) ?? "ledger";
  return { values, event: query.get("event") || null, tab, flags: parseFlags(hash) };
}

function parseFlags(hash: string): State["flags"] {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const flags: Partial<Record<Flag, string>> = {};
  for (const flag of FLAGS) {
    const value = given.get(flag);
    if (value) flags[flag] = value;
  }
  return flags;
}

/** The filters alone, as the server takes them. */
export function filters(state: State): string {
  const query = new URLSearchParams();
  for (const name of NAMES) for (const value of state.values[name] ?? []) query.append(name, value);
  return query.toString();
}

/** The address of a state, relative: `?…#…`. */
export function address(state: State): string {
  const query = new URLSearchParams(filters(state));
  if (state.tab !== "ledger") query.set("tab", state.tab);
  if (state.event) query.set("event", state.event);
  const flags = new URLSearchParams(Object.entries(state.flags) as [string, string][]).toString();
  return `?${query.toString()}${flags ? `#${flags}` : ""}`;
}

export function one(state: State, name: Name): string | null {
  return state.values[name]?.[0] ?? null;
}

/** Sets filters (null takes one away); a new filter starts at the first page, with the drawer closed. */
export function withValues(state: State, changes: Partial<Record<Name, readonly string[] | string | null>>): State {
  const values: Partial<Record<Name, readonly string[]>> = { ...state.values };
  if (!("page" in changes)) delete values.page;
  for (const [key, change] of Object.entries(changes)) {
    const name = key as Name;
    const list = change === null || change === undefined ? [] : typeof change === "string" ? [change] : change;
    if (list.length) values[name] = list;
    else delete values[name];
  }
  return { ...state, values, event: null };
}

export function toggled(state: State, name: (typeof MANY)[number], value: string): State {
  const held = state.values[name] ?? [];
  return withValues(state, { [name]: held.includes(value) ? held.filter((v) => v !== value) : [...held, value] });
}

export function withEvent(state: State, event: string | null): State {
  return { ...state, event };
}

export function withTab(state: State, tab: Tab): State {
  return { ...state, tab, event: null };
}

export function withFlag(state: State, flag: Flag, value: string | null): State {
  const flags = { ...state.flags };
  if (value) flags[flag] = value;
  else delete flags[flag];
  return { ...state, flags };
}

/** All filters gone; the tab stays. */
export function cleared(state: State): State {
  return { ...state, values: {}, event: null };
}

/** Whether two states differ by no more than the open event: then nothing but the drawer and the chosen row changes. */
export function sameFrame(a: State, b: State): boolean {
  return address(withEvent(a, null)) === address(withEvent(b, null));
}
