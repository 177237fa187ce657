import { GEOJSON_ID } from "../formats/geojson-ids.ts";
import { momentKind } from "../formats/moments.ts";
import { type InfoLayer, LOCAL_MOMENTS, MIXED_MOMENTS } from "../sandbox/ogr-info.ts";
import { NotUnderstood } from "./scanner.ts";

/** The number of the column of `GEOJSON_ID`. */
export const ID_COLUMN = 0;

type InfoField = InfoLayer["fields"][number];

const MAX_COLUMNS = 1_000;
const MAX_NAME = 1_000;

/** Kinds of values seen in a column. */
const seen = { boolean: 1, whole: 2, number: 4, day: 8, zoned: 16, local: 32, text: 64, longWhole: 128 } as const;
/** From here on GDAL rounds a whole number if its column turns out to hold other numbers. */
const SIXTEEN_DIGITS = 1e15;

/** The kinds of values in one column, as far as they can be known without parsing them. */
export interface ColumnFacts {
  seen: number;
  /** The last feature that had a value in this column. */
  feature: number;
}

/** The columns of a GeoJSON layer, collected while its features are read, with the types and in the order that GDAL gives them. */
export class Columns {
  /** The first column holds the identifiers of the features. It is no field. */
  readonly names: string[] = [GEOJSON_ID];
  readonly facts: ColumnFacts[] = [{ seen: 0, feature: -1 }];
  readonly #byName = new Map<string, number>();
  readonly #after: Set<number>[] = [new Set()];

  /** The number of a column. @throws NotUnderstood for names that JavaScript objects or GDAL would treat specially */
  numberOf(name: string): number {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (name === "" || name.length > MAX_NAME || this.names.length > MAX_COLUMNS) throw new NotUnderstood("odd or many properties");
    const column = this.names.push(name) - 1;
    this.#byName.set(name, column);
    this.facts.push({ seen: 0, feature: -1 });
    this.#after.push(new Set());
    return column;
  }

  /** Records that one column came right before another in a feature. */
  recordOrder(before: number, column: number): void {
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

  /** Columns that follow no other come first, sorted by name; then those that follow only these, and so on. */
  inOrder(): number[] {
    const before = this.names.map(() => 0);
    for (const after of this.#after) for (const column of after) before[column] = (before[column] ?? 0) + 1;
    const bytes = this.names.map((name) => Buffer.from(name));
    const free = this.names.flatMap((_, column) => (before[column] === 0 && column !== ID_COLUMN ? [column] : []));
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

/** @throws NotUnderstood for mixed kinds, which GDAL converts to text */
function typeOf(kinds: number): Omit<InfoField, "name"> {
  const only = (...some: number[]) => (kinds & ~some.reduce((sum, one) => sum | one, 0)) === 0;
  if (kinds === 0) return { type: "String", subType: null };
  if (only(seen.boolean)) return { type: "Integer", subType: "Boolean" };
  // GDAL rounds a column that mixes long whole numbers with other numbers, so the file is left to GDAL.
  if (only(seen.whole, seen.longWhole)) return { type: "Integer", subType: null };
  if (only(seen.whole, seen.number)) return { type: "Real", subType: null };
  if (only(seen.day)) return { type: "Date", subType: null };
  if (only(seen.zoned)) return { type: "DateTime", subType: null };
  if (only(seen.day, seen.local)) return { type: LOCAL_MOMENTS, subType: null };
  if (only(seen.day, seen.zoned, seen.local)) return { type: "String", subType: MIXED_MOMENTS };
  if (only(seen.day, seen.zoned, seen.local, seen.text)) return { type: "String", subType: null };
  throw new NotUnderstood("a property of several kinds");
}

export function recordBoolean(facts: ColumnFacts): void {
  facts.seen |= seen.boolean;
}

/** Rounds a number to fifteen digits, as GDAL does. @throws NotUnderstood beyond the whole numbers that a double holds */
export function recordNumber(facts: ColumnFacts, value: number, isWhole: boolean, digits: number): number {
  if (isWhole) {
    if (!Number.isSafeInteger(value)) throw new NotUnderstood("a long number");
    facts.seen |= Math.abs(value) < SIXTEEN_DIGITS ? seen.whole : seen.longWhole;
    return value;
  }
  facts.seen |= seen.number;
  return digits > 15 ? withFifteenDigits(value) : value;
}

/** Rounds as C's printf does: ties go to the even digit, where `toPrecision` rounds up. */
export function withFifteenDigits(value: number): number {
  // A tie is a whole number of at most sixteen digits times a power of ten, and has a fraction of at most 22 binary places.
  if (Number.isInteger(value * 2 ** 22)) {
    const [, fifteen, even, exponent] = /^(-?\d\.\d{13}(\d))50*e(.+)$/.exec(value.toExponential(100)) ?? [];
    if (fifteen !== undefined && Number(even) % 2 === 0) return Number(`${fifteen}e${exponent}`);
  }
  return Number(value.toPrecision(15));
}

/** Whether a text that begins with this byte may be a day or a moment. */
export function mayBeDate(first: number): boolean {
  return first >= 0x30 && first <= 0x39;
}

export function recordText(facts: ColumnFacts): void {
  facts.seen |= seen.text;
}

/** Classifies a text that may be a day or a moment. */
export function recordLikeDate(facts: ColumnFacts, text: string): void {
  facts.seen |= seen[momentKind(text) ?? "text"];
}

/** Whether the column is known to hold texts, whatever else it holds. */
export function isText(facts: ColumnFacts): boolean {
  return (facts.seen & seen.text) !== 0;
}
