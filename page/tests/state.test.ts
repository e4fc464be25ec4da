import { describe, expect, it } from "vitest";
import { cell, toCsv } from "../src/csv";
import { safeHref } from "../src/dom";
import { kept } from "../src/frozen";
import { span } from "../src/panels/timeline";
import { address, cleared, filters, parse, toggled, withEvent, withFlag, withTab, withValues } from "../src/state";
import { view } from "../src/view";
import { ledger, row } from "./rows";

describe("addresses", () => {
  it.each([
    "?", "?type=AID&type=AGREE&tab=claims", "?from=2026-06-01&party=Arnor&event=tt%3A7f3a", "?track=ground#map=list&review=on",
  ])("%s comes back as it was", (given) => {
    const url = new URL(given, "http://x/");
    const there = new URL(address(parse(url.search, url.hash)), "http://x/");
    expect(address(parse(there.search, there.hash))).toBe(address(parse(url.search, url.hash)));
    expect(new URLSearchParams(there.search).size).toBe(new URLSearchParams(url.search).size);
  });

  it("hold nothing that the page does not know", () => {
    expect(address(parse("?colour=red&tab=nosuch", "#token=secret"))).toBe("?");
  });

  it("send the server filters alone", () => {
    expect(filters(parse("?type=AID&tab=claims&event=x"))).toBe("type=AID");
  });
});

describe("state", () => {
  const start = parse("?type=AID&page=3&event=x");

  it("starts at the first page, with the drawer closed, under a new filter", () => {
    expect(address(withValues(start, { track: "ground" }))).toBe("?track=ground&type=AID");
  });
  it("puts a value in and takes it out again", () => {
    expect(address(toggled(toggled(start, "type", "AGREE"), "type", "AID"))).toBe("?type=AGREE");
  });
  it("is left as it was by what comes of it", () => {
    withFlag(withTab(withEvent(cleared(start), "y"), "brief"), "map", "list");
    expect(address(start)).toBe("?page=3&type=AID&event=x");
  });
});

describe("links", () => {
  it.each(["https://news.example/a", "http://news.example/", "?event=x", "events.csv?type=AID", "api/view"])("%s may be followed", (one) => expect(safeHref(one)).toBe(one));
  it.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "", null])("%s may not", (one) => expect(safeHref(one)).toBeNull());
});

describe("csv", () => {
  it.each([["=1+1", "'=1+1"], ["+1", "'+1"], ["-1", "'-1"], ["@x", "'@x"], ["\t=1", "'\t=1"], ["＝1", "'＝1"], ['a "b", c', '"a ""b"", c"'], ["plain", "plain"]])("%j is written %j", (given, written) => expect(cell(given)).toBe(written));
  it("has one line a row", () => expect(toCsv([row("a"), row("b")]).trim().split("\r\n")).toHaveLength(3));
});

describe("the frozen tabs", () => {
  const lists = { rows: [{ event: "a" }, { event: "b" }] };
  it("keep what tells of an event in the view", () => expect(kept("claims", lists, new Set(["b"]))).toEqual({ rows: [{ event: "b" }], total: 1 }));
  it("keep all sources", () => expect(kept("sources", lists, new Set())).toBe(lists));
});

describe("the timeline's stretch", () => {
  const shown = view(ledger(...["2019-01-01", "2026-06-08", "2026-06-09", "2026-06-24"].map((date, i) => row(String(i), { date }))), parse(""));
  it("leaves one old day out, until it is asked for", () => {
    expect(span(shown, parse(""))).toEqual({ from: "2026-06-08", to: "2026-06-24" });
    expect(span(shown, parse("", "#span=all"))?.from).toBe("2019-01-01");
  });
});
