import { type HeightGrid, NODATA } from "./height-grid.ts";

/** Cells of a grid, at most: 144 MB. */
const MOST_CELLS = 36_000_000;
/** Different positions of an axis, at most. Points that are scattered have more. */
const MOST_SIDE = 40_000;
/** A position may differ from its column by this share of a cell: texts round their numbers. */
const TOLERANCE = 0.1;
/** Points that fill less of their grid are scattered. */
const LEAST_SHARE = 0.02;
/** Longer lines are no list of heights. */
const MOST_CHARACTERS = 1_000;
/** Numbers that producers write for "no height", beside words. */
const EMPTY: ReadonlySet<number> = new Set([-9999, -99999, -32768, -32767]);

/** How a text of heights is written. */
export interface XyzForm {
  separator: RegExp;
  isDecimalComma: boolean;
}

export type XyzFault = "line" | "irregular" | "not-square" | "too-large" | "empty";

/** Why a text is no regular grid. */
export class XyzError extends RangeError {
  override name = "XyzError";
  readonly fault: XyzFault;
  /** The line that shows it, from 1; 0 when it is about the whole. */
  readonly line: number;
  /** The position on that line. */
  readonly at: readonly [x: number, y: number] | null;

  constructor(fault: XyzFault, message: string, line = 0, at: XyzError["at"] = null) {
    super(message);
    this.fault = fault;
    this.line = line;
    this.at = at;
  }
}

/** A grid that was read from a text. */
export interface XyzGrid extends HeightGrid {
  /** Lines that name a position that another one named, with another height. */
  readonly repeated: number;
  readonly firstRepeated: { readonly line: number; readonly at: readonly [number, number] } | null;
}

const BY_COMMA = /[ \t]*,[ \t]*/;
const FORMS: readonly XyzForm[] = [
  { separator: /[ \t]*[;\t][ \t]*|[ \t]+/, isDecimalComma: false },
  { separator: /[ \t]*[;\t][ \t]*|[ \t]+/, isDecimalComma: true },
  { separator: BY_COMMA, isDecimalComma: false },
];
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const NO_HEIGHT = /^(nan|null|nodata|n\/a|-|\*)$/i;
const HEADER = /^"?[\p{L}_]/u;

/** x, y, height of a line; null when it is not three numbers. The height of an empty cell is NODATA. */
function numbersOf(line: string, { separator, isDecimalComma }: XyzForm): [number, number, number] | null {
  if (line.length > MOST_CHARACTERS) return null;
  const words = line.trim().split(separator);
  // A separator may end the line.
  if (words.length === 4 && words[3] === "") words.pop();
  if (words.length !== 3) return null;
  const [x, y, z] = words.map((word) => {
    const text = isDecimalComma ? word.replace(",", ".") : word;
    return NUMBER.test(text) ? Number(text) : null;
  });
  if (x === null || y === null || x === undefined || y === undefined) return null;
  if (typeof z === "number") return [x, y, EMPTY.has(z) ? NODATA : z];
  return NO_HEIGHT.test(words[2] ?? "") ? [x, y, NODATA] : null;
}

const [ZERO, NINE, DOT, COMMA, MINUS, PLUS] = [48, 57, 46, 44, 45, 43] as const;
/** Numbers with more digits are read by the engine. */
const MOST_DIGITS = 15;
const POWERS = Array.from({ length: MOST_DIGITS + 1 }, (_, i) => 10 ** i);

/** As `numbersOf`, five times as fast, for lines of plain decimals. Undefined for any other line. */
function plainNumbersOf(line: string, { isDecimalComma, separator }: XyzForm): [number, number, number] | undefined {
  const point = isDecimalComma ? COMMA : DOT;
  const isComma = !isDecimalComma && separator === BY_COMMA;
  const found: [number, number, number] = [0, 0, 0];
  let at = 0;
  for (let index = 0; index < 3; index++) {
    const sign = line.charCodeAt(at);
    if (sign === MINUS || sign === PLUS) at++;
    let [whole, digits, decimals] = [0, 0, -1];
    for (; at < line.length; at++) {
      const code = line.charCodeAt(at);
      if (code >= ZERO && code <= NINE) {
        whole = whole * 10 + code - ZERO;
        digits++;
        if (decimals >= 0) decimals++;
      } else if (code === point && decimals < 0) decimals = 0;
      else break;
    }
    if (digits === 0 || digits > MOST_DIGITS) return undefined;
    found[index] = (sign === MINUS ? -whole : whole) / (POWERS[Math.max(0, decimals)] as number);
    if (index === 2) break;
    const code = line.charCodeAt(at++);
    if (isComma ? code !== COMMA : code !== 32 && code !== 9 && code !== 59) return undefined;
  }
  if (at !== line.length) return undefined;
  if (EMPTY.has(found[2])) found[2] = NODATA;
  return found;
}

const isNote = (line: string): boolean => line.trim() === "" || /^\s*(#|\/\/)/.test(line);

/** Lines of a beginning that are looked at. */
const MOST_LOOKED = 400;
const LEAST_LOOKED = 4;

/**
 * How a text of heights is written, by its first lines; null when they are not three numbers each, after one line of names at most, or do not lie on
 * a regular grid.
 *
 * @param head the beginning of the text; the last line may be cut off
 * @param isWhole there is nothing after it
 * @param anywhere the name of the file says what it is: the first lines say how it is written, and what is wrong or irregular after them gets a word
 */
export function xyzFormOf(head: string, { isWhole, anywhere }: { isWhole: boolean; anywhere: boolean }): XyzForm | null {
  const lines = head.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  if (!isWhole) lines.pop();
  const rows = lines.filter((line) => !isNote(line)).slice(0, anywhere ? LEAST_LOOKED + 1 : MOST_LOOKED);
  const isNamed = HEADER.test(rows[0] ?? "");
  const values = isNamed ? rows.slice(1) : rows;
  if (values.length < LEAST_LOOKED) return null;
  for (const form of FORMS) {
    const places = values.map((line) => numbersOf(line, form));
    if (places.some((place) => place === null)) continue;
    if (anywhere || liesOnGrid(places.flatMap((place) => (place ? [place] : [])))) return form;
  }
  return null;
}

/** Whether positions follow each other in rows: along one axis they keep their place, along the other they advance by steps of a cell. */
function liesOnGrid(places: readonly (readonly number[])[]): boolean {
  const axes = [0, 1].map((axis) => axisOf(new Map(places.map((place, i) => [place[axis] ?? 0, i + 1]))));
  const [x, y] = axes;
  if (!x || !y || x.odd !== null || y.odd !== null) return false;
  const [few, many] = x.count < y.count ? [x, y] : [y, x];
  // Rows that are hardly begun say nothing: 400 lines of a grid have one position of an axis, or a few of them.
  const isInRows = many.count >= 3 && few.count * many.count <= places.length * 2 && few.count <= many.count;
  return isInRows && (few.count === 1 || Math.abs(few.step - many.step) <= TOLERANCE * many.step);
}

interface Axis {
  first: number;
  step: number;
  count: number;
  /** A position that is on no column. */
  odd: { value: number; line: number } | null;
}

/** The columns that positions of an axis lie on. @param seen by position, a line that has it */
function axisOf(seen: ReadonlyMap<number, number>): Axis {
  const sorted = Float64Array.from(seen.keys()).sort();
  const first = sorted[0] ?? 0;
  const apart = Float64Array.from(sorted.subarray(1), (value, i) => value - (sorted[i] as number));
  const middle = apart.toSorted()[apart.length >> 1];
  if (middle === undefined) return { first, step: 0, count: sorted.length, odd: null };
  // Texts round their numbers: the mean of the steps is finer than any of them.
  const near = apart.filter((length) => length <= 1.5 * middle && length >= middle / 1.5);
  const step = near.reduce((sum, length) => sum + length, 0) / near.length;
  let [count, odd] = [0, null as Axis["odd"]];
  for (const [i, length] of apart.entries()) {
    const cells = Math.round(length / step);
    if (cells === 0 || Math.abs(length / step - cells) > TOLERANCE * Math.max(1, cells / MANY_CELLS)) {
      const value = sorted[i + 1] as number;
      odd ??= { value, line: seen.get(value) ?? 0 };
    }
    count += Math.max(1, cells);
  }
  return { first, step: ((sorted.at(-1) as number) - first) / count, count: count + 1, odd };
}

/** Over so many empty columns, the rounding of a step may add up to a tolerance. */
const MANY_CELLS = 100;

type Visit = (x: number, y: number, z: number, line: number) => void;

/** Calls `visit` for each line. One line of names may come before them. @throws XyzError `line` */
async function eachLine(chunks: AsyncIterable<string>, form: XyzForm, visit: Visit): Promise<void> {
  let [line, carried, hasNumbers, hasNames] = [0, "", false, false];
  const take = (text: string): void => {
    line++;
    const found = plainNumbersOf(text, form) ?? numbersOf(text, form);
    if (found) {
      hasNumbers = true;
      visit(found[0], found[1], found[2], line);
      return;
    }
    if (isNote(text)) return;
    if (hasNumbers || hasNames || !HEADER.test(text))
      throw new XyzError("line", `line ${line} is not three numbers: ${text.slice(0, 60)}`, line);
    hasNames = true;
  };
  for await (const chunk of chunks) {
    const lines = (line === 0 && carried === "" ? chunk.replace(/^\uFEFF/, "") : carried + chunk).split(/\r\n|\r(?!$)|\n/);
    carried = lines.pop() ?? "";
    if (carried.length > MOST_CHARACTERS) throw new XyzError("line", `line ${line + lines.length + 1} has no end`, line + lines.length + 1);
    for (const text of lines) take(text);
  }
  if (carried !== "") take(carried);
}

/**
 * Reads a text of positions and heights that lie on a regular grid. Rows may have any order, and cells may be missing. A position is the middle of
 * its cell.
 *
 * @param chunks the text, from its beginning each time: it is read twice
 * @throws XyzError that says what is wrong, and on which line
 */
export async function readXyzGrid(chunks: () => AsyncIterable<string>, form: XyzForm, srid: number | null): Promise<XyzGrid> {
  const [eastings, northings] = [new Map<number, number>(), new Map<number, number>()];
  let points = 0;
  await eachLine(chunks(), form, (x, y, _, line) => {
    points++;
    if (!eastings.has(x)) eastings.set(x, line);
    if (!northings.has(y)) northings.set(y, line);
    if (eastings.size > MOST_SIDE || northings.size > MOST_SIDE)
      throw new XyzError("irregular", `more than ${MOST_SIDE} positions of an axis until line ${line}`, line, [x, y]);
  });
  const [across, down] = [axisOf(eastings), axisOf(northings)];
  const cell = cellOf(across, down, points);
  const [columns, rows] = [across.count, down.count];
  const values = new Float32Array(columns * rows).fill(NODATA);
  const seen = new Uint8Array(columns * rows);
  let [repeated, firstRepeated] = [0, null as XyzGrid["firstRepeated"]];
  await eachLine(chunks(), form, (x, y, z, line) => {
    const column = across.step === 0 ? 0 : Math.round((x - across.first) / across.step);
    const row = down.step === 0 ? 0 : rows - 1 - Math.round((y - down.first) / down.step);
    const at = row * columns + column;
    if (seen[at] === 1 && values[at] !== Math.fround(z)) {
      repeated++;
      firstRepeated ??= { line, at: [x, y] };
      return;
    }
    seen[at] = 1;
    values[at] = z;
  });
  const [west, north] = [across.first - cell / 2, down.first + (rows - 1) * cell + cell / 2];
  return { columns, rows, west, north, cell, values, srid, repeated, firstRepeated };
}

/** The side of a cell. @throws XyzError when the positions are no regular grid of squares */
function cellOf(across: Axis, down: Axis, points: number): number {
  if (across.count < 2 && down.count < 2) throw new XyzError("empty", "there are fewer than two positions");
  for (const [index, { odd }] of [across, down].entries())
    if (odd) throw new XyzError("irregular", `${index === 0 ? "x" : "y"} = ${odd.value} is on no column of the grid`, odd.line);
  const [width, height] = [across.step || down.step, down.step || across.step];
  const cells = across.count * down.count;
  if (cells > MOST_CELLS && points > LEAST_SHARE * cells)
    throw new XyzError("too-large", `${across.count} × ${down.count} cells are more than ${MOST_CELLS}`);
  if (points < LEAST_SHARE * cells || cells > MOST_CELLS)
    throw new XyzError("irregular", `${points} positions are scattered over ${across.count} × ${down.count} cells`);
  if (Math.abs(width - height) > 1e-3 * width) throw new XyzError("not-square", `cells of ${width} × ${height} are not square`);
  return (width + height) / 2;
}
