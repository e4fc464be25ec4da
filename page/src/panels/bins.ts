// Days gathered into weeks or months where a day would be too narrow to see.
import { addDays } from "../app";
import type { Day } from "../types";

export interface Bin extends Day {
  /** The last day of the bin; the day itself where a bin is a day. */
  end: string;
}

const SIZES = [1, 7, 28, 91, 364]; // days
const NARROWEST = 2.5; // pixels that a bin needs to be seen

const apart = (a: string, b: string): number => Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);

const blank = (day: string, end: string): Bin => ({
  day, end, ground: 0, table: 0, articles: 0, agreements: [], broken: [], levers: 0, ground_open: 0, table_open: 0,
});

function add(bin: Bin, day: Day): void {
  bin.ground += day.ground;
  bin.table += day.table;
  bin.articles += day.articles;
  bin.agreements = [...bin.agreements, ...day.agreements];
  bin.broken = [...(bin.broken ?? []), ...(day.broken ?? [])];
  bin.levers = (bin.levers ?? 0) + (day.levers ?? 0);
  bin.ground_open = (bin.ground_open ?? 0) + (day.ground_open ?? 0);
  bin.table_open = (bin.table_open ?? 0) + (day.table_open ?? 0);
}

/** Every bin of the stretch in order, those without anything too; as wide in days as `pixels` allow. */
export function binned(days: readonly Day[], from: string, to: string, pixels: number): Bin[] {
  const length = apart(from, to) + 1;
  const size = SIZES.find((one) => pixels / Math.ceil(length / one) >= NARROWEST) ?? SIZES.at(-1) ?? 1;
  const bins = Array.from({ length: Math.ceil(length / size) }, (_, i) => {
    const start = addDays(from, i * size);
    const end = addDays(start, size - 1);
    return blank(start, end < to ? end : to);
  });
  for (const day of days) {
    const bin = bins[Math.floor(apart(from, day.day) / size)];
    if (bin) add(bin, day);
  }
  return bins;
}
