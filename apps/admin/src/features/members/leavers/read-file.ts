import { MOST_LEAVERS_BYTES, MOST_LEAVERS_LINES } from "@archipel/contracts/member-leavers.ts";
import { unguardedText } from "@archipel/i18n/csv-text.ts";
import { CsvError, parse } from "csv-parse/browser/esm/sync";

/** Reads a file of leavers: columns `userName` or an address, and `active`; others, like `externalId`, are ignored. */

export type LineProblem = "no-address" | "wrong-address" | "wrong-active" | "twice";
export interface LeaversFile {
  /** Lines of people who are no longer active. */
  leaving: { line: number; email: string }[];
  /** How many lines say that the person stays. */
  staying: number;
  problems: { line: number; problem: LineProblem; value: string }[];
}
/** Why a file as a whole cannot be read. */
export type FileProblem =
  | { problem: "too-large" | "empty" | "no-address-column" | "no-active-column" }
  | { problem: "too-many-lines"; most: number }
  | { problem: "broken"; line: number };

const ADDRESS_COLUMNS = ["email", "e-mail", "mail", "emails", "emails.value", "courriel", "adresse électronique", "username"];
const ACTIVE_COLUMNS = ["active", "actif"];
const LEAVES = new Set(["false", "0", "no", "n", "non", "faux", "inactive", "inactif"]);
const STAYS = new Set(["true", "1", "yes", "y", "oui", "o", "vrai", "active", "actif"]);
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** A record, and the line on which it begins. */
interface Row {
  cells: string[];
  line: number;
}

export function readLeaversFile(text: string): LeaversFile | FileProblem {
  if (new TextEncoder().encode(text).length > MOST_LEAVERS_BYTES) return { problem: "too-large" };
  const rows = rowsOf(text);
  if (!Array.isArray(rows)) return rows;
  const [header, ...lines] = rows;
  if (!header || lines.length === 0) return { problem: "empty" };
  if (lines.length > MOST_LEAVERS_LINES) return { problem: "too-many-lines", most: MOST_LEAVERS_LINES };
  const names = header.cells.map((name) => name.toLowerCase());
  const addressAt = ADDRESS_COLUMNS.map((name) => names.indexOf(name)).filter((at) => at >= 0);
  const activeAt = names.findIndex((name) => ACTIVE_COLUMNS.includes(name));
  if (addressAt.length === 0) return { problem: "no-address-column" };
  if (activeAt < 0) return { problem: "no-active-column" };
  return judged(lines, addressAt, activeAt);
}

/** Separated by whichever of `;`, `,` and tab the first line has most of. */
function rowsOf(text: string): Row[] | FileProblem {
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const count = (sign: string) => first.split(sign).length;
  const delimiter = [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
  const rows: Row[] = [];
  let line = 1;
  const keep = (record: string[], { lines }: { lines: number }) => {
    if (record.some((cell) => cell !== "")) rows.push({ cells: record.map(unguardedText), line });
    // A record in quotes may span several lines: the next one begins after its last.
    line = lines + 1;
    return null;
  };
  try {
    parse(text, { bom: true, delimiter, relax_column_count: true, trim: true, on_record: keep });
    return rows;
  } catch (error) {
    return { problem: "broken", line: error instanceof CsvError && typeof error.lines === "number" ? error.lines : 1 };
  }
}

function judged(rows: readonly Row[], addressAt: readonly number[], activeAt: number): LeaversFile {
  const file: LeaversFile = { leaving: [], staying: 0, problems: [] };
  const seen = new Set<string>();
  for (const { cells, line } of rows) {
    const typed = addressAt.map((at) => cells[at] ?? "").filter((cell) => cell !== "");
    const email = (typed.find((cell) => ADDRESS.test(cell)) ?? "").toLowerCase();
    const active = (cells[activeAt] ?? "").toLowerCase();
    const problem = (kind: LineProblem, value: string) => file.problems.push({ line, problem: kind, value: value.slice(0, 80) });
    if (typed.length === 0) problem("no-address", "");
    else if (email === "" || email.length > 254) problem("wrong-address", typed[0] ?? "");
    else if (!LEAVES.has(active) && !STAYS.has(active)) problem("wrong-active", active);
    else if (seen.has(email)) problem("twice", email);
    else if (STAYS.has(active)) file.staying += 1;
    else file.leaving.push({ line, email });
    if (email !== "") seen.add(email);
  }
  return file;
}
