// The view that the server would give, computed from all rows: the frozen site filters with this in the browser.
// Same rules, same names, same order as `/api/view`; tests/page holds both to that.
import { days, dyads, facets, parties, places, undated, unplaced } from "./tally";
import { one, type Name, type State } from "./state";
import type { Chip, Everything, FullRow, View, Who } from "./types";

export const PAGE = 100;
type Test = (row: FullRow) => boolean;

/** Words in lower case between single blanks, so that ` word` is found where a word begins. */
export const folded = (text: string): string => ` ${text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim()} `;

/** Whether a text holds all words: a word of Latin letters where one begins, others anywhere. */
export function holds(text: string, words: string): boolean {
  const hay = folded(text);
  const parts = folded(words).split(" ").filter(Boolean);
  return parts.length > 0 && parts.every((part) => hay.includes(/^[\x20-\x7e]+$/.test(part) ? ` ${part}` : part));
}

export const keyOf = (who: Who): string => who.key ?? (who.code || who.name);

/** The parties that a word means: of this code or name, else those whose code or a word of whose name begins so. */
function meant(all: readonly FullRow[], wanted: string): Set<string> {
  const whos = new Map(all.flatMap((row) => [...row.who, ...row.whom]).map((who) => [keyOf(who), who]));
  const low = wanted.toLowerCase();
  const keys = (test: (who: Who) => boolean): string[] => [...whos].filter(([, who]) => test(who)).map(([key]) => key);
  for (const test of [
    (who: Who): boolean => keyOf(who).toLowerCase() === low,
    (who: Who): boolean => who.code !== "" && who.code.toLowerCase().startsWith(low),
    (who: Who): boolean => holds(who.name, wanted),
  ]) {
    const found = keys(test);
    if (found.length) return new Set(found);
  }
  return new Set();
}

function partyTests(state: State, all: readonly FullRow[]): Partial<Record<Name, Test>> {
  const parties = state.values.party?.flatMap((party) => [...meant(all, party)]);
  const other = one(state, "with");
  const others = other ? meant(all, other) : null;
  const among = (whos: readonly Who[], keys: Iterable<string>): boolean => whos.some((who) => [...keys].includes(keyOf(who)));
  const either: (keys: Iterable<string>) => Test = (keys) => (row) => among(row.who, keys) || among(row.whom, keys);
  const tests: Partial<Record<Name, Test>> = {};
  if (parties) tests.party = either(parties);
  if (others && !parties) tests.with = either(others);
  if (others && parties)
    tests.with = (row) =>
      (among(row.who, parties) && among(row.whom, others)) || (among(row.who, others) && among(row.whom, parties));
  return tests;
}

function placeTest(wanted: string, all: readonly FullRow[]): Test {
  if (all.some((row) => row.spot?.key === wanted)) return (row) => row.spot?.key === wanted;
  return (row) => holds(row.spot?.name ?? "", wanted);
}

/** One test for each filter that is set. */
export function tests(state: State, all: readonly FullRow[]): Partial<Record<Name, Test>> {
  const found: Partial<Record<Name, Test>> = partyTests(state, all);
  const set = (name: Name, test: (value: string) => Test): void => {
    const value = one(state, name);
    if (value) found[name] = test(value);
  };
  set("from", (day) => (row) => row.date !== null && row.date >= day);
  set("to", (day) => (row) => row.date !== null && row.date <= day);
  set("track", (track) => (row) => row.track === track);
  set("type", () => (row) => (state.values.type ?? []).includes(row.event));
  set("status", () => (row) => (state.values.status ?? []).includes(row.status));
  set("country", (country) => (row) => row.country === country);
  set("origins", (least) => (row) => row.origins >= Number(least));
  set("credibility", (worst) => (row) => row.credibility !== null && row.credibility <= Number(worst));
  set("place", (place) => placeTest(place, all));
  set("q", (words) => (row) => holds([row.text, ...row.actors, ...row.recipients, row.place ?? "", row.speaker ?? ""].join(" | "), words));
  return found;
}

/** The rows that all filters leave, but for one of them. */
export function left(all: readonly FullRow[], found: Partial<Record<Name, Test>>, without?: Name): FullRow[] {
  const kept = Object.entries(found).filter(([name]) => name !== without).map(([, test]) => test);
  return all.filter((row) => kept.every((test) => test(row)));
}

const NO_GRADE = 9;

const KEYS: Record<string, (row: FullRow) => string | number> = {
  date: (row) => row.date ?? "",
  origins: (row) => row.origins,
  credibility: (row) => row.credibility ?? NO_GRADE,
  importance: (row) => row.importance ?? 0,
};

const compare = (x: string | number, y: string | number): number => (x < y ? -1 : x > y ? 1 : 0);

/** Rows in order: equal ones newest first, then by id; a day that is not known comes last either way. */
export function sorted(rows: readonly FullRow[], sort: string | null): FullRow[] {
  const name = (sort ?? "-date").replace(/^-/, "");
  const sign = (sort ?? "-date").startsWith("-") ? -1 : 1;
  const key = KEYS[name] ?? KEYS["date"]!;
  const unknown = (row: FullRow): number => (name === "date" && row.date === null ? 1 : 0);
  return [...rows].sort(
    (a, b) =>
      unknown(a) - unknown(b) || sign * compare(key(a), key(b)) || -compare(a.date ?? "", b.date ?? "") || compare(a.id, b.id),
  );
}

function chips(state: State, all: readonly FullRow[]): Chip[] {
  const spots = new Map(all.flatMap((row) => (row.spot ? [[row.spot.key, row.spot.name ?? row.spot.key]] : [])));
  const whos = new Map(all.flatMap((row) => [...row.who, ...row.whom]).map((who) => [keyOf(who), who.name]));
  const label = (name: string, value: string): string =>
    (name === "place" ? spots.get(value) : name === "party" || name === "with" ? whos.get(value) : null) ?? value;
  return Object.entries(state.values).flatMap(([name, values]) =>
    name === "page" || name === "sort" ? [] : values.map((value) => ({ name, value, label: label(name, value) })));
}

/** The whole view of a state. */
export function view(all: Everything, state: State): View {
  const found = tests(state, all.rows);
  const rows = left(all.rows, found);
  const page = Math.max(1, Number(one(state, "page") ?? 1));
  const ground = rows.filter((row) => row.track === "ground").length;
  return {
    version: all.version,
    header: all.header,
    chips: chips(state, all.rows),
    total: rows.length,
    ground,
    table: rows.length - ground,
    days: days(rows, all.coverage, one(state, "from"), one(state, "to")),
    undated: undated(rows),
    places: places(rows),
    unplaced: unplaced(rows),
    parties: parties(rows),
    dyads: dyads(rows),
    facets: facets((name) => left(all.rows, found, name)),
    rows: sorted(rows, one(state, "sort")).slice((page - 1) * PAGE, page * PAGE),
  };
}
