// Draws the timeline with Observable Plot, and lets a pointer or the keyboard choose days on it.
import * as Plot from "@observablehq/plot";
import { addDays, showShortDay, type App } from "../app";
import { binned, type Bin } from "./bins";
import { h, s } from "../dom";
import { withEvent, address } from "../state";
import { T } from "../strings";
import type { Day } from "../types";
import { readout, toDays } from "./timeline";

interface Stretch {
  days: Day[];
  from: string;
  to: string;
}

interface Bar {
  x1: Date;
  x2: Date;
  y1: number;
  y2: number;
  kind: string;
}

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const MARGIN = { left: 34, right: 10, top: 12, bottom: 34 };
const STRIP = 10; // pixels of the strip of articles
const STEP = 12; // pixels between marks under a bar
const MARKS = 3; // marks under a bar, at most

interface Scale {
  top: number;
  low: number;
  foot: number;
  strip: number;
}

const marked = (day: Bin): number => Math.min(MARKS, day.agreements.length + (day.broken?.length ?? 0));

/** Data units up, down, and below the longest bar: room for marks and the strip. */
function scale(days: readonly Bin[], height: number): Scale {
  const top = Math.max(2, ...days.map((day) => day.ground));
  const low = Math.max(2, ...days.map((day) => day.table));
  const inner = height - MARGIN.top - MARGIN.bottom;
  const pixels = STRIP + 8 + STEP * Math.max(0, ...days.map(marked));
  const unit = (top + low) / (inner - pixels);
  return { top, low, foot: low + pixels * unit, strip: STRIP * unit };
}

/** The parts of a day's bars: told as happened, levers among them, and what is open or denied. */
function parts(day: Bin): Bar[] {
  const [start, end] = [at(day.day).getTime(), at(addDays(day.end, 1)).getTime()];
  const gap = (end - start) * 0.06;
  const [x1, x2] = [new Date(start + gap), new Date(end - gap)];
  const levers = Math.min(day.levers ?? 0, day.table - (day.table_open ?? 0));
  const [ground, table] = [day.ground - (day.ground_open ?? 0), day.table - (day.table_open ?? 0) - levers];
  const bars = [
    { y1: 0, y2: ground, kind: "ground" }, { y1: ground, y2: day.ground, kind: "ground open" },
    { y1: 0, y2: -table, kind: "table" }, { y1: -table, y2: -table - levers, kind: "table lever" },
    { y1: -table - levers, y2: -day.table, kind: "table open" },
  ];
  return bars.filter((bar) => bar.y1 !== bar.y2).map((bar) => ({ ...bar, x1, x2 }));
}

/** Round numbers for the axis, down and up from nought. */
function counts(low: number, top: number): number[] {
  const rough = Math.max(1, (low + top) / 6);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? power;
  const found: number[] = [];
  for (let n = -Math.floor(low / step) * step; n <= top; n += step) found.push(n);
  return found;
}

/** A quarter of the usual number of articles or fewer: not enough to read silence as peace. */
function thin(days: readonly Bin[]): (day: Bin) => boolean {
  const counts = days.map((day) => day.articles).filter((n) => n > 0).sort((a, b) => a - b);
  const usual = counts[counts.length >> 1] ?? 0;
  return (day) => day.articles <= usual / 4;
}

const rects = (bars: Bar[], kind: string): Plot.Markish =>
  Plot.rect(bars.filter((bar) => bar.kind === kind), { x1: "x1", x2: "x2", y1: "y1", y2: "y2", className: `bars ${kind}`, ariaHidden: "true" });

function plot(days: Bin[], width: number, height: number): SVGSVGElement {
  const bars = days.flatMap(parts);
  const { top, low, foot, strip } = scale(days, height);
  const most = Math.max(1, ...days.map((day) => day.articles));
  const few = days.filter(thin(days));
  const end = addDays(days.at(-1)?.end ?? "", 1);
  const made = Plot.plot({
    width, height, marginLeft: MARGIN.left, marginRight: MARGIN.right, marginTop: MARGIN.top, marginBottom: MARGIN.bottom,
    x: { type: "utc", domain: [at(days[0]?.day ?? end), at(end)], label: null, ticks: Math.max(2, Math.round(width / 95)) },
    y: { domain: [-foot, top], label: null, ticks: counts(low, top), tickFormat: (n: number) => String(Math.abs(n)) },
    marks: [
      Plot.rect(few, { x1: (d: Bin) => at(d.day), x2: (d: Bin) => at(addDays(d.end, 1)), y1: -foot, y2: top, className: "few", ariaHidden: "true" }),
      Plot.gridY(counts(low, top), { className: "lines" }),
      ...["ground", "table", "table lever", "ground open", "table open"].map((kind) => rects(bars, kind)),
      Plot.rect(days.filter((d) => d.articles), {
        x1: (d: Bin) => at(d.day), x2: (d: Bin) => at(addDays(d.end, 1)), y1: -foot, y2: -foot + strip,
        fillOpacity: (d: Bin) => 0.15 + (0.75 * d.articles) / most, className: "articles", ariaHidden: "true",
      }),
      Plot.ruleY([0], { className: "zero" }),
    ],
  }) as unknown as SVGSVGElement;
  // The page's policy forbids inline styles; what Plot would say there is in the stylesheet.
  made.querySelectorAll("style").forEach((style) => style.remove());
  made.setAttribute("aria-hidden", "true");
  return made;
}

function markOf(app: App, id: string, broken: boolean, day: string, cx: number, cy: number): SVGElement {
  const path = broken
    ? `M${cx - 4} ${cy - 4}L${cx + 4} ${cy + 4}M${cx + 4} ${cy - 4}L${cx - 4} ${cy + 4}`
    : `M${cx} ${cy - 5.5}L${cx + 5.5} ${cy}L${cx} ${cy + 5.5}L${cx - 5.5} ${cy}Z`;
  return s("a", { class: broken ? "broke" : "agreed", href: address(withEvent(app.state, id)), tabindex: "-1" },
    s("title", null, `${broken ? T.time.broken : T.time.agreement}, ${showShortDay(day)}`),
    s("rect", { x: cx - 6, y: cy - 6, width: 12, height: 12 }), s("path", { d: path }));
}

/** Agreements as diamonds and talks broken off as crosses, under the bar of their day; where days are narrower than a mark, only those that do not cover another. */
function marks(app: App, days: Bin[], x: (day: number) => number, y: (n: number) => number): SVGElement[] {
  let free = -Infinity;
  return days.flatMap((day, i) => {
    const cx = (x(i) + x(i + 1)) / 2;
    const all = [...(day.broken ?? []).map((id) => ({ id, broken: true })), ...day.agreements.map((id) => ({ id, broken: false }))];
    if (!all.length || cx < free) return [];
    free = cx + 12;
    return all.slice(0, MARKS).map(({ id, broken }, n) => markOf(app, id, broken, day.day, cx, y(-day.table) + 9 + n * STEP));
  });
}

/** Draws into `box`, and again when its width changes. */
export function chart(app: App, box: HTMLElement, stretch: Stretch, said: HTMLElement): void {
  const field = h("div", { class: "field-of-days", tabindex: "0", role: "application", "aria-label": T.time.label, "data-key": "days" });
  box.append(field);
  let width = 0;
  const draw = (): void => {
    const now = Math.round(box.clientWidth);
    if (!now || now === width) return;
    width = now;
    const height = Math.max(190, Math.min(300, now * 0.34));
    const inner = now - MARGIN.left - MARGIN.right;
    const days = binned(stretch.days, stretch.from, stretch.to, inner);
    const svg = plot(days, now, height);
    const x = (i: number): number => MARGIN.left + (inner * i) / days.length;
    const { top, foot } = scale(days, height);
    const y = (n: number): number => MARGIN.top + ((top - n) / (top + foot)) * (height - MARGIN.top - MARGIN.bottom);
    const cursor = s("rect", { class: "cursor", y: MARGIN.top, height: height - MARGIN.top - MARGIN.bottom, width: 0 });
    svg.append(cursor, ...marks(app, days, x, y));
    field.replaceChildren(svg);
    choose(app, field, { days, x, cursor, said, inner });
  };
  new ResizeObserver(draw).observe(box);
  draw();
}

interface Choosing {
  days: Bin[];
  x: (i: number) => number;
  cursor: SVGElement;
  said: HTMLElement;
  inner: number;
}

function choose(app: App, field: HTMLElement, { days, x, cursor, said, inner }: Choosing): void {
  let anchor: number | null = null;
  let here = days.length - 1;
  const show = (a: number, b: number): void => {
    const [lo, hi] = a < b ? [a, b] : [b, a];
    cursor.setAttribute("x", String(x(lo)));
    cursor.setAttribute("width", String(x(hi + 1) - x(lo)));
    const [first, last] = [days[lo], days[hi]];
    if (!first || !last) return;
    const stretch = first.day === last.end ? showShortDay(first.day) : `${showShortDay(first.day)} – ${showShortDay(last.end)}`;
    said.textContent = readout(stretch, days.slice(lo, hi + 1));
  };
  const clear = (): void => {
    anchor = null;
    cursor.setAttribute("width", "0");
    said.textContent = "";
  };
  const apply = (a: number, b: number): void => {
    const [first, last] = [days[Math.min(a, b)], days[Math.max(a, b)]];
    if (first && last) app.go(toDays(app.state, first.day, last.end));
  };
  const which = (event: PointerEvent): number => {
    const left = event.clientX - field.getBoundingClientRect().left - x(0);
    return Math.max(0, Math.min(days.length - 1, Math.floor((left / inner) * days.length)));
  };
  field.onpointerdown = (event) => {
    if (event.button !== 0 || (event.target as Element).closest("a")) return;
    anchor = here = which(event);
    field.setPointerCapture(event.pointerId);
  };
  field.onpointermove = (event) => show(anchor ?? (here = which(event)), (here = which(event)));
  field.onpointerup = (event) => {
    if (anchor !== null) apply(anchor, which(event));
    clear();
  };
  field.onpointercancel = clear;
  field.onpointerleave = () => anchor === null && clear();
  field.onkeydown = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -days.length, End: days.length }[event.key];
    if (event.key === "Escape" && (anchor !== null || said.textContent)) {
      event.stopPropagation();
      clear();
    } else if (event.key === "Enter") apply(anchor ?? here, here);
    else if (step) {
      event.preventDefault();
      const next = Math.max(0, Math.min(days.length - 1, here + step));
      anchor = event.shiftKey ? (anchor ?? here) : null;
      here = next;
      show(anchor ?? here, here);
    }
  };
}
