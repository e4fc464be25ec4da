// The shapes that the server answers with. Names are the ledger's own.

export type Track = "ground" | "table";
export type Status = "happened" | "planned" | "possible" | "negated";

export interface Row {
  id: string;
  date: string | null;
  last: string | null;
  precision: string | null;
  track: Track;
  event: string;
  mode: string | null;
  status: Status;
  speaker: string | null;
  claimed: boolean;
  contested: boolean;
  actors: string[];
  recipients: string[];
  place: string | null;
  country: string | null;
  origins: number;
  articles: number;
  reports: number;
  credibility: number | null;
  reliability: string | null;
  importance: number | null;
  text: string;
  judged: string | null;
  quad: string;
  lever: boolean;
}

export interface Spot {
  key: string;
  geonameid: number | null;
  name: string | null;
  country: string | null;
  lat: number | null;
  lon: number | null;
  precision: string | null;
  radius_km: number | null;
  reason: string | null;
}

export interface Who {
  /** What the filter `party` takes to mean just this one: the code, else the name. */
  key?: string;
  code: string;
  name: string;
  country: string | null;
  sector: string | null;
}

/** A row with what a view is computed from, for the frozen site. */
export interface FullRow extends Row {
  spot: Spot | null;
  who: Who[];
  whom: Who[];
}

export interface Header {
  name: string;
  freshness: string | null;
  inputs: number;
  articles: number;
  duplicates: number;
  refusals: number;
  origins: number;
  events: number;
  ground: number;
  table: number;
  coder: string | null;
  finished: boolean | null;
}

export interface Day {
  day: string;
  ground: number;
  table: number;
  articles: number;
  agreements: string[];
  broken?: string[];
  levers?: number;
  ground_open?: number;
  table_open?: number;
}

export interface MapPlace {
  key: string;
  geonameid: number | null;
  name: string;
  country: string | null;
  lat: number;
  lon: number;
  precision: string | null;
  radius_km: number | null;
  ground: number;
  table: number;
  events: number;
  single: boolean;
}

export interface Unplaced {
  key: string;
  label: string;
  country: string | null;
  events: number;
  reason: string;
}

export interface Party extends Who {
  key: string;
  events: number;
}

export interface Dyad {
  actor: string;
  actor_key: string;
  recipient: string;
  recipient_key: string;
  cooperation: number;
  conflict: number;
  events: number;
  origins: number;
}

export interface Chip {
  name: string;
  value: string;
  label: string;
}

export type Facets = Record<"type" | "status" | "track" | "country", Record<string, number>>;

export interface View {
  version: string;
  header: Header;
  chips: Chip[];
  total: number;
  ground: number;
  table: number;
  days: Day[];
  undated?: { ground: number; table: number };
  places: MapPlace[];
  unplaced: Unplaced[];
  parties: Party[];
  dyads: Dyad[];
  facets: Facets;
  rows: Row[];
}

export interface Everything {
  version: string;
  header: Header;
  coverage: Record<string, number>;
  rows: FullRow[];
}

export interface CodebookEntry {
  definition: string;
  track: Track;
  quad: string;
  lever?: boolean;
  modes: string[];
}

export type Codebook = Record<string, CodebookEntry>;
