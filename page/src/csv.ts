// The rows of a frozen view as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
import type { Row } from "./types";

const COLUMNS = [
  "id", "date", "last", "precision", "track", "event", "mode", "status", "speaker", "contested", "actors", "recipients",
  "place", "country", "origins", "articles", "reports", "credibility", "reliability", "importance", "text",
] as const satisfies readonly (keyof Row)[];

export function cell(value: unknown): string {
  const text = Array.isArray(value) ? value.join("; ") : value === null || value === undefined ? "" : String(value);
  const safe = typeof value !== "number" && /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv(rows: readonly Row[]): string {
  const lines = rows.map((row) => COLUMNS.map((name) => cell(row[name])).join(","));
  return [COLUMNS.join(","), ...lines].join("\r\n") + "\r\n";
}
