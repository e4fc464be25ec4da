import type { Everything, FullRow, Who } from "../src/types";

const who = (name: string, code = ""): Who => ({ key: code || name, code, name, country: null, sector: null });

/** A row of the invented parties, changed as a test needs it. */
export function row(id: string, changes: Partial<FullRow> = {}): FullRow {
  const actors = changes.who ?? [who("Arnor", "ARN")];
  const recipients = changes.whom ?? [who("Veld", "VLD")];
  return {
    id, date: "2026-06-09", last: "2026-06-09", precision: "day", track: "ground", event: "ASSAULT", mode: null, status: "happened",
    speaker: null, claimed: false, contested: false, actors: actors.map((w) => w.name), recipients: recipients.map((w) => w.name),
    place: "Timaru", country: "NZL", origins: 1, articles: 1, reports: 1, credibility: 2, reliability: "F", importance: 4,
    text: "Arnor shelled Timaru.", judged: null, quad: "MATERIAL CONFLICT", lever: false,
    spot: { key: "2181133", geonameid: 2181133, name: "Timaru", country: "NZL", lat: -44.4, lon: 171.25, precision: "city", radius_km: 5, reason: null },
    who: actors, whom: recipients, ...changes,
  };
}

export const none = { key: "country:NZL", geonameid: null, name: "New Zealand", country: "NZL", lat: null, lon: null, precision: null, radius_km: null, reason: "country-only" };

export function ledger(...rows: FullRow[]): Everything {
  const header = { name: "x", freshness: null, inputs: 0, articles: 0, duplicates: 0, refusals: 0, origins: 0, events: rows.length, ground: 0, table: 0, coder: null, finished: true };
  return { version: "1", header, coverage: { "2026-06-09": 4 }, rows };
}

export { who };
