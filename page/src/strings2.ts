// The longer words: the drawer, review, search, help, and what each ⓘ says.
import { T } from "./strings";

export interface About {
  shows: string;
  rule: string;
  limits: string;
}

export const D = {
  title: "Evidence",
  missing: "There is no such event.",
  missingHint: "It may have been merged, split or rejected. Close this and look in the ledger.",
  close: "Close the evidence (Esc)",
  tellings: "Who tells it",
  origin: (n: number): string => `Origin ${n}`,
  copies: (n: number): string => `${T.plural(n, "copy", "copies")} of this, not counted again`,
  voice: "the outlet's own voice",
  onWord: (who: string): string => `on the word of ${who}`,
  noOutlet: "outlet not named",
  live: "live page",
  archived: (file: string): string => `archived in ${file}`,
  capture: "Captured bytes (SHA-256)",
  places: "Where else it could be",
  placesNote: "Other places of that name. Correct it with e in review.",
  considered: "What the reader considered",
  rules: "Rules that decided",
  judgements: "Why these are one event",
  history: "What people decided",
  grade: "Grade",
  weak: "All its pages share: ",
  sides: "Who says what",
  id: "Id",
  copyId: "Copy id",
  score: (score: number): string => `reader's score ${score.toFixed(2)}`,
};

export const R = {
  on: "Review is on",
  keys: "j and k move",
  noToken: "To review, open the address that `twotrack serve` printed: it carries the token of this start.",
  frozen: "This is a frozen copy: nothing can be judged here.",
  none: "Choose an event first (j and k move).",
  done: { accept: "Accepted", reject: "Rejected", merge: "Merged", split: "Split off", correct: "Corrected", grade: "Graded", undo: "Undone" } as Record<string, string>,
  number: (n: number): string => `decision ${n}; u undoes it`,
  nothingToUndo: "Nothing to undo in this sitting.",
  mergeWith: "Merge with which event? Move with j and k, m or Enter merges, Esc leaves.",
  mergeFirst: "first",
  editTitle: "Correct a report",
  splitTitle: "Split off which report?",
  which: "Report",
  field: "Field",
  value: "Value",
  note: "Why (optional)",
  save: "Save",
  cancel: "Cancel",
  valueHint: {
    event: "one of the 16 types", mode: "a mode of the type, or none", status: "happened, planned, possible or negated",
    date: "2026-06-05, 2026-06-01/2026-06-05 or none", place: "a GeoNames id, LAT,LON, withheld or none",
    actor: "a code such as USAGOV, or none", recipient: "a code such as USAGOV, or none", speaker: "words of the sentence, or none for the outlet's own voice",
  } as Record<string, string>,
  onlyOne: "This event has one report only: there is nothing to split off.",
};

export const Q = {
  title: "Search",
  hint: "A party, a place, a type, or words of the text",
  words: (q: string): string => `Events whose text says “${q}”`,
  kinds: { party: "party", place: "place", type: "type", id: "event" } as Record<string, string>,
};

export const K = {
  title: "Keys and codebook",
  keys: "Keys",
  book: "Event types",
  bookNote: "Types and modes are PLOVER's; the tracks are twotrack's.",
  single: "Single-letter keys",
  marks: "Marks",
  list: [
    ["Ctrl K  /", "search"],
    ["j  k", "next, previous event"],
    ["Enter  o", "open the evidence"],
    ["Esc", "close, or leave"],
    ["m", "map as a list (merge, when review is on)"],
    ["t", "timeline as a list"],
    ["g", "graph as a list"],
    ["r", "review on or off"],
    ["a  x  e  s  u", "in review: accept, reject, edit, split, undo"],
    ["d", "light or dark"],
    ["?", "this help"],
  ] as readonly (readonly [string, string])[],
};

export const ABOUT: Record<string, About> = {
  header: {
    shows: "What the ledger holds: pages read, independent origins, events, and what could not be read.",
    rule: "inputs = articles + duplicates + refusals. A reprint or a retelling is not a second origin.",
    limits: "“Data to” is the newest publication time on any page, not the time of the run.",
  },
  map: {
    shows: "Events at places that have a point: triangles on the ground, circles at the table. Area grows with the number of events.",
    rule: "Hollow: every event there has one origin only. The ring is the radius in which the place may lie. A country alone is never a point: it is listed aside, with withheld and unknown places.",
    limits: "Points are those of GeoNames. Borders are Natural Earth's and say nothing about whose land it is.",
  },
  time: {
    shows: "Events a day: ground upward, table downward. Diamonds are agreements, crosses are talks refused or broken off. The strip below is the number of articles published that day.",
    rule: "The day is that of the text; where it tells none, the day of publication. Hollow parts are planned, possible or denied. A grey band marks days with a quarter of the usual articles or fewer. Where a day is too narrow to be seen, weeks or months are drawn; a mark that would cover another is in the list alone.",
    limits: "More events can mean more reporting. Few articles mean that little can be known.",
  },
  actors: {
    shows: "Who did something toward whom. Green and solid is cooperation, orange and dashed is conflict; width grows with independent origins.",
    rule: "Cooperation and conflict are PLOVER's quad codes of the event's type. Arrows go from actor to recipient.",
    limits: "The order of actors is not blame. Names that resolving could not join stay apart.",
  },
  ledger: {
    shows: "One row an event, with the sentence that tells it. A row opens its evidence.",
    rule: "Weight, grade and origins are three things, sorted apart. A date in italics is the day of publication. A dashed edge is an event on somebody's word; a struck type was said not to have happened; dotted is planned or possible.",
    limits: "Read by a program: rows can be wrong. The evidence is one click away; r turns review on.",
  },
  claims: {
    shows: "Events that rest on somebody's word: who says that it happened, who says that it did not, who is silent.",
    rule: "Contested: one party says that it happened and another that it did not.",
    limits: "Silence on these pages is not silence in the world.",
  },
  table: {
    shows: "Meetings with what became of them, and what each party demands, refuses, offers or will never accept.",
    rule: "Sayings are one position when half of their words are the same; meetings join steps of the same parties within 14 days.",
    limits: "A demand in two very different wordings is two positions.",
  },
  brief: {
    shows: "The brief of this view. Each line names its sources by number.",
    rule: "No word and no number that a cited passage does not hold.",
    limits: "What the pages do not say is not here.",
  },
  sources: {
    shows: "Outlets with their share of the rows, and every input that could not be read with its reason.",
    rule: "Letters A to E are given by people; F where nobody gave one.",
    limits: "Independent by text can still be one source behind.",
  },
};
