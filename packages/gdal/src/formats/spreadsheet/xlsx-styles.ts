import { attribute, readXml } from "./xml-parts.ts";

/** How a number is shown, as far as it changes what the number is. */
export type NumberFormat =
  | { kind: "number" }
  /** A code: whole numbers with zeros in front, to this many digits. */
  | { kind: "code"; digits: number }
  | { kind: "date" }
  | { kind: "datetime" }
  | { kind: "time" };

const NUMBER: NumberFormat = { kind: "number" };

/** The format of each cell style of a workbook (ECMA-376 part 1, 18.8), by the number of the style. */
export async function numberFormats(path: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let isInCells = false;
  await readXml(path, {
    open(name, attributes) {
      if (name === "numFmt") codes.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
      else if (name === "cellXfs") isInCells = true;
      else if (name === "xf" && isInCells) styles.push(Number(attribute(attributes, "numFmtId") ?? 0));
    },
    close(name) {
      if (name === "cellXfs") isInCells = false;
    },
  });
  return styles.map((id) => {
    const code = codes.get(id);
    return code === undefined ? builtIn(id) : formatOf(code);
  });
}

/** Formats that every spreadsheet program knows by number; 27 to 36 and 50 to 58 are dates of eastern languages. */
function builtIn(id: number): NumberFormat {
  if (id === 22) return { kind: "datetime" };
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return { kind: "date" };
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) ? { kind: "time" } : NUMBER;
}

/** The meaning of a format code: letters outside quotes, escapes and brackets. */
export function formatOf(code: string): NumberFormat {
  const first = code.split(";", 1)[0] ?? "";
  const plain = first
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
    .toLowerCase();
  const digits = paddedDigits(plain);
  if (digits > 0) return { kind: "code", digits };
  if (/general|standard|^@$/.test(plain)) return NUMBER;
  const hasDay = /[dyj]|mmm/.test(plain);
  const hasTime = /[hs]|\[m+\]|am\/pm/.test(plain);
  if (hasDay || (plain.includes("m") && !hasTime)) return { kind: hasTime ? "datetime" : "date" };
  return hasTime ? { kind: "time" } : NUMBER;
}

/**
 * Digits to which a format fills a whole number with zeros; 0 when it does not. Behind a zero, `#` is a zero too: telephone numbers are
 * `0#########`. Groups of digits (`000,000,000`) are those of codes, unless a lone zero is in front: some write thousands as `0,000`.
 */
function paddedDigits(plain: string): number {
  const places = /^#*(0[0#]+|0{2,}(?:,0+)+)$/.exec(plain.replaceAll(" ", ""))?.[1];
  return places?.replaceAll(",", "").length ?? 0;
}

const DAY_MS = 86_400_000;
/** Day 0 of the two systems of dates, in milliseconds. The older one takes 1900 for a leap year, so days before March 1900 are one more. */
const EPOCHS = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const;
const LAST_DAY = 2_958_465;

/**
 * A number with a format of dates as ISO 8601 text, without a zone: spreadsheets know none.
 *
 * @returns null when it is no number of a day, and stays a number
 */
export function dateText(serial: number, kind: "date" | "datetime" | "time", system: 1900 | 1904): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_DAY + 1) return null;
  const milliseconds = Math.round(serial * DAY_MS);
  if (kind === "time") return clock(milliseconds);
  const corrected = system === 1900 && serial < 60 ? milliseconds + DAY_MS : milliseconds;
  const text = new Date(EPOCHS[system] + corrected).toISOString().replace("Z", "");
  const isWholeDay = milliseconds % DAY_MS === 0;
  return kind === "date" && isWholeDay ? text.slice(0, 10) : text.replace(/\.000$/, "");
}

/** Hours may exceed 24: durations have the same formats as times. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const rest = milliseconds % 1000;
  return parts.join(":") + (rest === 0 ? "" : `.${String(rest).padStart(3, "0")}`);
}
