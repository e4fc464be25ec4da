import { describe, expect, it } from "vitest";
import { binned } from "../src/panels/bins";
import type { Day } from "../src/types";

const day = (name: string, ground: number): Day => ({ day: name, ground, table: 1, articles: 2, agreements: [name], broken: [] });

describe("bins", () => {
  const days = [day("2026-01-01", 1), day("2026-01-09", 2), day("2026-12-31", 4)];

  it("are days where there is room, those without anything too", () => {
    const bins = binned(days, "2026-01-01", "2026-01-09", 800);
    expect(bins.map((bin) => bin.ground)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(bins.every((bin) => bin.day === bin.end)).toBe(true);
  });

  it.each([800, 400, 100, 10])("lose no event and no mark on %i pixels, and end with the stretch", (pixels) => {
    const bins = binned(days, "2026-01-01", "2026-12-31", pixels);
    expect(bins.reduce((n, bin) => n + bin.ground, 0)).toBe(7);
    expect(bins.flatMap((bin) => bin.agreements)).toHaveLength(3);
    expect(bins.at(-1)?.end).toBe("2026-12-31");
    expect(bins.length === 1 || pixels / bins.length >= 2.5).toBe(true);
  });
});
