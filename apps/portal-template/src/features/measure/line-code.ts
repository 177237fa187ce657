import type { LonLat } from "@archipel/geo/geodesic.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** A centimetre on the ground. */
const UNITS = 1e7;
/** Most places that an address carries. */
export const MOST_PLACES = 200;

/**
 * A line as the letters of an address: the differences of its places, in 1e-7 degrees, each as numbers of five bits from the lowest, with a
 * sixth bit while more follow.
 */
export function encodeLine(line: readonly LonLat[]): string {
  let before: readonly [number, number] = [0, 0];
  return line
    .slice(0, MOST_PLACES)
    .map(([lon, lat]) => {
      const now = [Math.round(lon * UNITS), Math.round(lat * UNITS)] as const;
      const text = lettersOf(now[0] - before[0]) + lettersOf(now[1] - before[1]);
      before = now;
      return text;
    })
    .join("");
}

/** The line of an address; without places when the text is not one. */
export function decodeLine(text: string | undefined): LonLat[] {
  const numbers: number[] = [];
  let [value, factor] = [0, 1];
  for (const letter of text ?? "") {
    const bits = LETTERS.indexOf(letter);
    if (bits < 0) return [];
    value += (bits & 31) * factor;
    factor *= 32;
    if (bits >= 32) continue;
    numbers.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
    [value, factor] = [0, 1];
  }
  const line: LonLat[] = [];
  let [lon, lat] = [0, 0];
  for (let at = 0; at + 1 < numbers.length && line.length < MOST_PLACES; at += 2) {
    lon += numbers[at] ?? 0;
    lat += numbers[at + 1] ?? 0;
    if (Math.abs(lon) > 180 * UNITS || Math.abs(lat) > 85.06 * UNITS) return [];
    line.push([lon / UNITS, lat / UNITS]);
  }
  return line;
}

function lettersOf(number: number): string {
  let rest = number < 0 ? -2 * number - 1 : 2 * number;
  let text = "";
  while (rest >= 32) {
    text += LETTERS[(rest % 32) + 32];
    rest = Math.floor(rest / 32);
  }
  return text + LETTERS[rest];
}
