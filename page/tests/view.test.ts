import { describe, expect, it } from "vitest";
import { parse } from "../src/state";
import { folded, holds, sorted, view } from "../src/view";
import { ledger, none, row, who } from "./rows";

const all = ledger(
  row("a", { date: "2026-06-09", origins: 3 }),
  row("b", { track: "table", event: "AGREE", quad: "VERBAL COOPERATION", date: "2026-06-11", text: "They agreed on a ceasefire.", spot: none, place: "New Zealand" }),
  row("c", { track: "table", event: "AID", lever: true, quad: "MATERIAL COOPERATION", date: "2026-06-10", who: [who("Karsia")], whom: [who("Arnor", "ARN")], credibility: 5 }),
  row("d", { status: "negated", claimed: true, speaker: "Veld", date: null, last: null, precision: null }),
  row("e", { date: "2026-01-01", last: "2026-12-31", precision: "year", status: "planned" }),
);

// Each case: a query, and the rows that it leaves. A new case is a new line.
const CASES: [string, string][] = [
  ["", "abcde"],
  ["track=table", "bc"],
  ["type=AGREE&type=AID", "bc"],
  ["status=negated", "d"],
  ["from=2026-06-10", "bc"],
  ["from=2026-06-09&to=2026-06-10", "ac"],
  ["origins=2", "a"],
  ["credibility=2", "abde"],
  ["country=NZL&track=ground", "ade"],
  ["place=2181133", "acde"],
  ["place=tim", "acde"],
  ["place=country:NZL", "b"],
  ["party=Karsia", "c"],
  ["party=arn", "abcde"],
  ["party=ARN&with=VLD", "abde"],
  ["party=VLD&with=ARN", "abde"],
  ["with=Karsia", "c"],
  ["q=ceasefire", "b"],
  ["q=cease agreed", "b"],
  ["q=easefire", ""],
  ["party=nobody", ""],
];

describe("filters", () => {
  it.each(CASES)("%s leaves %s", (query, ids) => {
    const rows = view(all, parse(query)).rows;
    expect(rows.map((one) => one.id).sort().join("")).toBe(ids);
  });
});

describe("panels", () => {
  const shown = view(all, parse(""));

  it("puts no vague day into a bar", () => {
    expect(shown.days.map((day) => day.day)).toEqual(["2026-06-09", "2026-06-10", "2026-06-11"]);
    expect(shown.undated).toEqual({ ground: 2, table: 0 });
  });

  it("marks agreements, levers and coverage by day", () => {
    expect(shown.days[2]?.agreements).toEqual(["b"]);
    expect(shown.days[1]?.levers).toBe(1);
    expect(shown.days[0]?.articles).toBe(4);
  });

  it("never draws a country as a point", () => {
    expect(shown.places.map((place) => place.key)).toEqual(["2181133"]);
    expect(shown.unplaced.map((one) => [one.key, one.events])).toEqual([["country:NZL", 1]]);
  });

  it("calls a place single only when each of its events has one origin", () => {
    expect(shown.places[0]?.single).toBe(false);
    expect(view(all, parse("status=planned")).places[0]?.single).toBe(true);
  });

  it("tells cooperation from conflict, by direction", () => {
    const [first] = shown.dyads;
    expect(first).toMatchObject({ actor: "Arnor", recipient: "Veld", cooperation: 1, conflict: 3, events: 4 });
  });

  it("counts each facet under all other filters", () => {
    expect(view(all, parse("track=table")).facets.track).toEqual({ ground: 3, table: 2 });
    expect(view(all, parse("track=table")).facets.type).toEqual({ AGREE: 1, AID: 1 });
  });

  it("agrees with itself: every count is the number of its rows", () => {
    for (const place of shown.places) expect(view(all, parse(`place=${place.key}`)).total).toBe(place.events);
    for (const one of shown.unplaced) expect(view(all, parse(`place=${one.key}`)).total).toBe(one.events);
    for (const party of shown.parties) expect(view(all, parse(`party=${party.key}`)).total).toBe(party.events);
  });
});

describe("order", () => {
  const order = (sort: string | null): string => sorted(all.rows, sort).map((one) => one.id).join("");

  it("is newest first, what has no day last, either way", () => {
    expect(order(null)).toBe("bcaed");
    expect(order("date")).toBe("eacbd");
  });

  it("puts the best grade first", () => expect(order("credibility").at(-1)).toBe("c"));
  it("puts the most origins first", () => expect(order("-origins").at(0)).toBe("a"));
});

describe("words", () => {
  it("are found where one begins", () => {
    expect(folded("The Veld–Arnor “line”")).toBe(" the veld arnor line ");
    expect(holds("the Karsian envoy", "kars")).toBe(true);
    expect(holds("the Karsian envoy", "arsian")).toBe(false);
    expect(holds("高雄市", "雄")).toBe(true);
  });
});
