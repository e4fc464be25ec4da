// Counts over rows: what the panels draw. Pure, and in the server's order.
import type { Day, Dyad, Facets, FullRow, MapPlace, Party, Unplaced, Who } from "./types";

const DAILY = new Set(["day", "range", "week", "published"]);
const TOP = { places: 1000, unplaced: 200, parties: 60, dyads: 120, marked: 5 };

const keyOf = (who: Who): string => who.key ?? (who.code || who.name);

/** Whether a row has a day of its own: a month or a year would pile up on its first day. */
const isDated = (row: FullRow): boolean => row.date !== null && DAILY.has(row.precision ?? "");

const most = <T extends { events: number }>(found: Map<string, T>, limit: number): T[] =>
  [...found.values()].sort((a, b) => b.events - a.events).slice(0, limit);

/** Talks refused, called off or broken off. */
export const isBroken = (row: Pick<FullRow, "event" | "mode" | "status">): boolean =>
  (row.event === "REJECT" && row.mode === "meet") ||
  (row.event === "SANCTION" && row.mode === "discontinue") ||
  (row.event === "CONSULT" && row.status === "negated");

/** One entry a day that has an event or an article, in order. */
export function days(rows: readonly FullRow[], coverage: Readonly<Record<string, number>>, from: string | null, to: string | null): Day[] {
  const found = new Map<string, Required<Day>>();
  const at = (day: string): Required<Day> => {
    const held = found.get(day) ?? {
      day, ground: 0, table: 0, articles: coverage[day] ?? 0, agreements: [], broken: [], levers: 0, ground_open: 0, table_open: 0,
    };
    found.set(day, held);
    return held;
  };
  Object.keys(coverage).filter((day) => (!from || day >= from) && (!to || day <= to)).forEach(at);
  for (const row of rows.filter(isDated)) add(at(row.date as string), row);
  return [...found.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

function add(day: Required<Day>, row: FullRow): void {
  const open = row.status !== "happened";
  day[row.track] += 1;
  if (open) day[`${row.track}_open`] += 1;
  else if (row.lever) day.levers += 1;
  const agreed = row.event === "AGREE" && !open && !row.claimed;
  if (agreed && day.agreements.length < TOP.marked) day.agreements.push(row.id);
  if (isBroken(row) && day.broken.length < TOP.marked) day.broken.push(row.id);
}

/** Events without a day of their own: they are in no bar. */
export function undated(rows: readonly FullRow[]): { ground: number; table: number } {
  const without = rows.filter((row) => !isDated(row));
  const ground = without.filter((row) => row.track === "ground").length;
  return { ground, table: without.length - ground };
}

export function places(rows: readonly FullRow[]): MapPlace[] {
  const found = new Map<string, MapPlace>();
  for (const row of rows) {
    const spot = row.spot;
    if (spot?.lat == null || spot.lon == null) continue;
    const place = found.get(spot.key) ?? {
      key: spot.key, geonameid: spot.geonameid, name: spot.name ?? "", country: spot.country, lat: spot.lat, lon: spot.lon,
      precision: spot.precision, radius_km: spot.radius_km, ground: 0, table: 0, events: 0, single: true,
    };
    place[row.track] += 1;
    place.events += 1;
    place.single &&= row.origins <= 1;
    found.set(spot.key, place);
  }
  return most(found, TOP.places);
}

export function unplaced(rows: readonly FullRow[]): Unplaced[] {
  const found = new Map<string, Unplaced>();
  for (const { spot } of rows) {
    if (!spot || spot.lat !== null) continue;
    const held = found.get(spot.key) ?? { key: spot.key, label: spot.name ?? "", country: spot.country, events: 0, reason: spot.reason ?? "not found" };
    held.events += 1;
    found.set(spot.key, held);
  }
  return most(found, TOP.unplaced);
}

export function parties(rows: readonly FullRow[]): Party[] {
  const found = new Map<string, Party>();
  for (const row of rows)
    for (const [key, who] of new Map([...row.who, ...row.whom].map((one) => [keyOf(one), one]))) {
      const held = found.get(key) ?? { ...who, key, events: 0 };
      held.events += 1;
      found.set(key, held);
    }
  return most(found, TOP.parties);
}

const byKey = (whos: readonly Who[]): Map<string, Who> => new Map(whos.map((who) => [keyOf(who), who]));

export function dyads(rows: readonly FullRow[]): Dyad[] {
  const found = new Map<string, Dyad>();
  for (const row of rows)
    for (const [actorKey, actor] of byKey(row.who))
      for (const [otherKey, other] of byKey(row.whom)) {
        if (actorKey === otherKey) continue;
        const key = JSON.stringify([actorKey, otherKey]);
        const held = found.get(key) ?? {
          actor: actor.name, actor_key: actorKey, recipient: other.name, recipient_key: otherKey, cooperation: 0, conflict: 0, events: 0, origins: 0,
        };
        held[row.quad.endsWith("COOPERATION") ? "cooperation" : "conflict"] += 1;
        held.events += 1;
        held.origins += row.origins;
        found.set(key, held);
      }
  return most(found, TOP.dyads);
}

function count(rows: readonly FullRow[], of: (row: FullRow) => string | null): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const key = of(row);
    if (key) counts[key] = (counts[key] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([, x], [, y]) => y - x));
}

/** For each filter with few values, what each of them would leave, the other filters as they are. */
export function facets(without: (name: "type" | "status" | "track" | "country") => FullRow[]): Facets {
  return {
    type: count(without("type"), (row) => row.event),
    status: count(without("status"), (row) => row.status),
    track: count(without("track"), (row) => row.track),
    country: count(without("country"), (row) => row.country),
  };
}
