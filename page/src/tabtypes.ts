// The shapes of the tabs and of the evidence drawer.
import type { Row, Status, Track } from "./types";

export interface Cited {
  text: string;
  outlet: string | null;
  published: string | null;
  url: string | null;
}

export interface Side {
  party: string;
  says: "claims" | "denies";
  since: string | null;
  quotes: Cited[];
}

export interface Claim {
  event: string;
  date: string | null;
  type: string;
  track: Track;
  text: string;
  contested: boolean;
  sides: Side[];
  told: Cited[];
  first: string | null;
  silent: string[];
}

export interface Position {
  id: string;
  party: string;
  kind: string;
  towards: string[];
  text: string;
  first: string | null;
  last: string | null;
  origins: number;
  events: string[];
}

export interface Meeting {
  id: string;
  parties: string[];
  state: string;
  date: string | null;
  place: string | null;
  stage: string | null;
  history: { state: string; event: string; date: string | null }[];
  outcome: { event: string; type: string; text: string }[];
}

export interface BriefLine {
  text: string;
  event: string | null;
  cites: number[];
  grade: string | null;
  claimed: boolean;
  status: string | null;
  date: string | null;
  marks?: string[];
}

export interface BriefSource {
  n: number;
  outlet: string | null;
  title: string | null;
  url: string | null;
  published: string | null;
}

export interface Brief {
  notes?: string[];
  parts: { title: string; note: string | null; lines: BriefLine[] }[];
  sources: BriefSource[];
}

export interface Source {
  outlet: string | null;
  host: string | null;
  language: string | null;
  articles: number;
  origins: number;
  events: number;
  reliability: string;
  first: string | null;
  last: string | null;
}

export interface Problem {
  /** What to do about it. */
  next?: string | null;
  source: string;
  offset: number;
  reason: string;
  detail: string;
}

export interface Listing<T> {
  rows: T[];
  total?: number;
}

export interface Copy {
  outlet: string | null;
  title: string | null;
  url: string | null;
  published: string | null;
  why?: string | null;
}

export interface Telling {
  report: string;
  passage: { before: string; quote: string; after: string };
  outlet: string | null;
  title: string | null;
  url: string | null;
  live: string | null;
  published: string | null;
  origin: string | null;
  copies: Copy[];
  speaker: string | null;
  event?: string;
  mode?: string | null;
  status?: Status;
  grade?: string | null;
  capture: { sha256: string; file: string; offset: number } | null;
  text_offsets?: [number, number] | null;
  score: number | null;
  alternatives: { name: string; country: string | null; geonameid: number | null; why?: string | null }[];
  considered?: [string, number][];
  rules?: string[];
}

export interface Evidence {
  event: Row;
  grade: { reliability: string; credibility: number; reason: string; weak: string[] } | null;
  tellings: Telling[];
  judgements: { text: string; decision?: string; score?: number | null; reasons?: string[] }[];
  history: { number: number; action: string; by: string; note: string; text: string; undone?: boolean }[];
  claims: Claim | null;
}
