import type { InfoLayer } from "../sandbox/ogr-info.ts";
import { NotUnderstood } from "./scanner.ts";

type InfoField = InfoLayer["fields"][number];

const MAX_COLUMNS = 1_000;
const MAX_NAME = 1_000;
const DAY = "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";
const DATE = new RegExp(`^${DAY}$`);
const DATETIME = new RegExp(`^${DAY}[T ](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ?$`);
/** What GDAL may take for a date, a time, or both: it reads them in many forms. */
const LIKE_A_DATE = /^ *[-+\dT].*[-/:]/s;

/** What was seen in a column. */
const seen = { boolean: 1, whole: 2, number: 4, date: 8, datetime: 16, likeDate: 32, text: 64, longWhole: 128 } as const;
/** From here on a whole number has more digits than GDAL passes on, should its column prove to hold other numbers. */
const SIXTEEN_DIGITS = 1e15;

/** Which texts of a column can be told without reading them. */
export interface ColumnFacts {
  seen: number;
  /** The last feature that had it. */
  feature: number;
}

/** The columns of a GeoJSON layer, found while its features go by, with the types and in the order that GDAL gives them. */
export class Columns {
  readonly names: string[] = [];
  readonly facts: ColumnFacts[] = [];
  readonly #byName = new Map<string, number>();
  readonly #after: Set<number>[] = [];

  /** The number of a column. @throws NotUnderstood where objects of JavaScript or columns of GDAL would have others */
  numberOf(name: string): number {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (name === "" || name.length > MAX_NAME || this.names.length >= MAX_COLUMNS) throw new NotUnderstood("odd or many properties");
    const column = this.names.push(name) - 1;
    this.#byName.set(name, column);
    this.facts.push({ seen: 0, feature: -1 });
    this.#after.push(new Set());
    return column;
  }

  /** Says that in a feature one column came right before another. */
  follow(before: number, column: number): void {
    const after = this.#after[before];
    if (after === undefined || after.has(column)) return;
    // An order that contradicts an earlier one does not count.
    if (!this.#leadsTo(column, before)) after.add(column);
  }

  #leadsTo(from: number, to: number): boolean {
    const visited = new Set<number>();
    const open = [from];
    for (let column = open.pop(); column !== undefined; column = open.pop()) {
      if (column === to) return true;
      if (visited.has(column)) continue;
      visited.add(column);
      open.push(...(this.#after[column] ?? []));
    }
    return false;
  }

  /** Columns that follow no other come first, by their names; then those that only followed them, and so on. */
  inOrder(): number[] {
    const before = this.names.map(() => 0);
    for (const after of this.#after) for (const column of after) before[column] = (before[column] ?? 0) + 1;
    const bytes = this.names.map((name) => Buffer.from(name));
    const free = this.names.flatMap((_, column) => (before[column] === 0 ? [column] : []));
    const order: number[] = [];
    const byName = (a: number, b: number) => Buffer.compare(bytes[a] ?? Buffer.alloc(0), bytes[b] ?? Buffer.alloc(0));
    while (free.length > 0) {
      const [column] = free.sort(byName).splice(0, 1);
      if (column === undefined) break;
      order.push(column);
      for (const next of this.#after[column] ?? []) {
        before[next] = (before[next] ?? 0) - 1;
        if (before[next] === 0) free.push(next);
      }
    }
    return order;
  }

  fields(): InfoField[] {
    return this.inOrder().map((column) => ({ name: this.names[column] ?? "", ...typeOf(this.facts[column]?.seen ?? 0) }));
  }
}

/** @throws NotUnderstood for kinds that GDAL makes one text of */
function typeOf(kinds: number): Omit<InfoField, "name"> {
  const only = (...some: number[]) => (kinds & ~some.reduce((sum, one) => sum | one, 0)) === 0;
  if (kinds === 0) return { type: "String", subType: null };
  if (only(seen.boolean)) return { type: "Integer", subType: "Boolean" };
  // A column that holds long whole numbers beside others is left to GDAL, which rounds them.
  if (only(seen.whole, seen.longWhole)) return { type: "Integer", subType: null };
  if (only(seen.whole, seen.number)) return { type: "Real", subType: null };
  if (only(seen.date)) return { type: "Date", subType: null };
  if (only(seen.datetime)) return { type: "DateTime", subType: null };
  if (only(seen.text, seen.likeDate, seen.date) && (kinds & seen.text) !== 0) return { type: "String", subType: null };
  throw new NotUnderstood("a property of several kinds");
}

export function seeBoolean(facts: ColumnFacts): void {
  facts.seen |= seen.boolean;
}

/** A number as GDAL would pass it on: with fifteen digits. @throws NotUnderstood beyond the whole numbers that a double holds */
export function seeNumber(facts: ColumnFacts, value: number, isWhole: boolean, digits: number): number {
  if (isWhole) {
    if (!Number.isSafeInteger(value)) throw new NotUnderstood("a long number");
    facts.seen |= Math.abs(value) < SIXTEEN_DIGITS ? seen.whole : seen.longWhole;
    return value;
  }
  facts.seen |= seen.number;
  return digits > 15 ? withFifteenDigits(value) : value;
}

/** As C prints it: what lies exactly between two numbers becomes the even one, where `toPrecision` takes the larger. */
export function withFifteenDigits(value: number): number {
  // Such a number is a whole one of at most sixteen digits, times a power of ten, and a fraction of at most 22 binary places.
  if (Number.isInteger(value * 2 ** 22)) {
    const [, fifteen, even, exponent] = /^(-?\d\.\d{13}(\d))50*e(.+)$/.exec(value.toExponential(100)) ?? [];
    if (fifteen !== undefined && Number(even) % 2 === 0) return Number(`${fifteen}e${exponent}`);
  }
  return Number(value.toPrecision(15));
}

/** Whether a text that begins so may be something else than a text, for a column that is not known to be one. */
export function mayBeDate(first: number): boolean {
  return (first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2b || first === 0x20 || first === 0x54;
}

export function seeText(facts: ColumnFacts): void {
  facts.seen |= seen.text;
}

/** A text that may be a date. @returns how it is passed on */
export function seeLikeDate(facts: ColumnFacts, text: string): string {
  if (DATE.test(text)) facts.seen |= seen.date;
  else if (DATETIME.test(text)) {
    facts.seen |= seen.datetime;
    return text.replace(" ", "T").replace("Z", "+00");
  } else facts.seen |= LIKE_A_DATE.test(text) ? seen.likeDate : seen.text;
  return text;
}

/** Is a column known to hold texts, whatever else it holds? */
export function isText(facts: ColumnFacts): boolean {
  return (facts.seen & seen.text) !== 0;
}
