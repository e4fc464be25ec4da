// What a tab of a frozen site keeps under the filters: the rows that tell of an event in the view.
import type { Brief, Claim, Listing, Meeting, Position } from "./tabtypes";

export type Kept = Listing<unknown> | Brief;

function keptBrief(whole: Brief, ids: ReadonlySet<string>): Brief {
  const parts = whole.parts.map((part) => ({ ...part, lines: part.lines.filter((line) => line.event === null || ids.has(line.event)) }));
  return { ...whole, parts };
}

/** Sources and problems are of the whole ledger, whatever the filters. */
export function kept(name: string, whole: Kept, ids: ReadonlySet<string>): Kept {
  if ("parts" in whole) return keptBrief(whole, ids);
  const tests: Record<string, (row: unknown) => boolean> = {
    claims: (row) => ids.has((row as Claim).event),
    meetings: (row) => (row as Meeting).history.some((step) => ids.has(step.event)),
    positions: (row) => (row as Position).events.some((event) => ids.has(event)),
  };
  const test = tests[name];
  if (!test) return whole;
  const rows = whole.rows.filter(test);
  return { ...whole, rows, total: rows.length };
}
