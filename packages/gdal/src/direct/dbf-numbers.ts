import { LeftToGdal } from "./left-to-gdal.ts";

/** Numbers that a DBF holds as decimal text. */

const [ZERO, NINE, MINUS, DOT] = [0x30, 0x39, 0x2d, 0x2e];
/** Powers of ten that doubles hold exactly. A division of two exact numbers is rounded once, as a parser of decimals rounds. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const EXACT_DIGITS = 15;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
const WHOLE = /^-?\d+$/;

/**
 * The number in bytes `start` to `end`.
 *
 * @param decimals of its column, to which GDAL rounds
 * @throws LeftToGdal for what is no number, or has more decimals than GDAL keeps
 */
export function numberIn(bytes: Buffer, start: number, end: number, decimals: number): number {
  const isNegative = bytes[start] === MINUS;
  let mantissa = 0;
  let digits = 0;
  let places = -1;
  let seen = 0;
  for (let at = isNegative ? start + 1 : start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + byte - ZERO;
      seen++;
      // Zeros before the first other digit do not count.
      if (mantissa > 0) digits++;
      if (places >= 0) places++;
    } else if (byte === DOT && places < 0) places = 0;
    else return slowNumber(bytes, start, end, decimals);
  }
  const power = POWERS[Math.max(0, places)];
  if (seen === 0 || digits > EXACT_DIGITS || power === undefined || places > decimals) return slowNumber(bytes, start, end, decimals);
  return (isNegative ? -mantissa : mantissa) / power;
}

function slowNumber(bytes: Buffer, start: number, end: number, decimals: number): number {
  const text = bytes.toString("latin1", start, end);
  if (!DECIMAL.test(text)) throw new LeftToGdal("no number");
  const number = Number(text);
  if (!Number.isFinite(number) || Number(number.toFixed(decimals)) !== number) throw new LeftToGdal("a number that GDAL rounds");
  return number;
}

/** The whole number in bytes `start` to `end`; its digits beyond 2^53. @throws LeftToGdal for what is no whole number */
export function wholeNumberIn(bytes: Buffer, start: number, end: number): number | string {
  const isNegative = bytes[start] === MINUS;
  if (end - start > EXACT_DIGITS) return longNumber(bytes.toString("latin1", start, end));
  let number = 0;
  for (let at = isNegative ? start + 1 : start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) throw new LeftToGdal("no whole number");
    number = number * 10 + digit;
  }
  if (isNegative && end - start === 1) throw new LeftToGdal("no whole number");
  // Never -0.
  return isNegative ? 0 - number : number;
}

function longNumber(text: string): number | string {
  if (!WHOLE.test(text)) throw new LeftToGdal("no whole number");
  const number = Number(text);
  return Number.isSafeInteger(number) ? number + 0 : String(BigInt(text));
}
