import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { chunksOf } from "./text-file.ts";

/** GDAL reads a whole number beyond 64 bits as another one (18446744073709551615 becomes -1). As a text, its digits are kept. */

const QUOTE = 0x22;
const [BACKSLASH, COLON, MINUS, PLUS, DOT, LOWER_E, UPPER_E] = [0x5c, 0x3a, 0x2d, 0x2b, 0x2e, 0x65, 0x45];
/** No shorter number leaves 64 bits. */
const MIN_DIGITS = 19;
const LONG_DIGITS = new RegExp(`\\d{${MIN_DIGITS}}`);
const MAX_KEY = 1_000;
const [LOWEST, HIGHEST] = [-(2n ** 63n), 2n ** 63n - 1n];
/** Members whose numbers are coordinates. */
const COORDINATES: ReadonlySet<string> = new Set(["coordinates", "bbox"]);

/** Whether digits are a whole number that 64 bits hold. */
export function isInt64(digits: string): boolean {
  if (!/^[+-]?\d{1,40}$/.test(digits)) return false;
  const value = BigInt(digits);
  return value >= LOWEST && value <= HIGHEST;
}

/** The names of the members that hold whole numbers beyond 64 bits, in JSON of UTF-8. */
export async function findLongNumbers(path: string): Promise<Set<string>> {
  const scanner = new NumberScanner();
  if (await hasLongDigits(path)) for await (const chunk of chunksOf(path)) scanner.scan(chunk, null);
  return scanner.found;
}

/** Whether so many digits follow one another anywhere, also in texts: almost no file has them, and this look is far cheaper than the walk. */
async function hasLongDigits(path: string): Promise<boolean> {
  let carry = "";
  for await (const chunk of chunksOf(path)) {
    const text = carry + chunk.toString("latin1");
    if (LONG_DIGITS.test(text)) return true;
    carry = text.slice(1 - MIN_DIGITS);
  }
  return false;
}

/** Writes JSON again with these numbers as texts. */
export async function quoteLongNumbers(source: string, target: string): Promise<void> {
  const scanner = new NumberScanner();
  await pipeline(async function* () {
    for await (const chunk of chunksOf(source)) {
      const parts: Buffer[] = [];
      scanner.scan(chunk, parts);
      yield Buffer.concat(parts);
    }
  }, createWriteStream(target));
}

/** Walks over the bytes of JSON. A number at the end of a chunk waits for the next one. */
class NumberScanner {
  readonly found = new Set<string>();
  #isInString = false;
  #isEscaped = false;
  #string: number[] = [];
  #key = "";
  /** The number that is being read; empty outside numbers. */
  #number: number[] = [];

  scan(chunk: Buffer, parts: Buffer[] | null): void {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#isInString) this.#inString(byte);
      else if (isOfNumber(byte, this.#number.length > 0)) {
        if (this.#number.length === 0) {
          parts?.push(chunk.subarray(start, at));
          start = at;
        }
        this.#number.push(byte);
      } else {
        if (this.#number.length > 0) {
          const written = this.#written();
          parts?.push(written);
          this.#number = [];
          start = at;
        }
        if (byte === QUOTE) {
          this.#isInString = true;
          this.#string = [];
        } else if (byte === COLON) this.#key = Buffer.from(this.#string).toString("utf8");
      }
    }
    if (this.#number.length === 0) parts?.push(chunk.subarray(start));
  }

  #inString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isInString = false;
    if (this.#isInString && this.#string.length < MAX_KEY) this.#string.push(byte);
  }

  #written(): Buffer {
    const text = Buffer.from(this.#number).toString("latin1");
    const isLong = text.length >= MIN_DIGITS && /^-?\d+$/.test(text) && !COORDINATES.has(this.#key) && !isInt64(text);
    if (isLong) this.found.add(this.#key);
    return Buffer.from(isLong ? `"${text}"` : text, "latin1");
  }
}

/** A letter belongs to a number only within one: `true` has none. */
function isOfNumber(byte: number, isWithin: boolean): boolean {
  if ((byte >= 0x30 && byte <= 0x39) || byte === MINUS) return true;
  return isWithin && (byte === PLUS || byte === DOT || byte === LOWER_E || byte === UPPER_E);
}
