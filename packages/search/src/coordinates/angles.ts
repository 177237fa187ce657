import { numberOf } from "./numbers.ts";

export interface Angle {
  degrees: number;
  /** From the letter of the hemisphere; undefined without one. */
  axis: "lat" | "lon" | undefined;
}

const NUMBER = String.raw`\d+(?:[.,]\d+)?`;
/** Degrees with a sign or a letter, minutes, seconds; the letter of the hemisphere before or after. O is the French west. */
const ANGLE = new RegExp(
  `^([NSEWO])? ?([-+])? ?(${NUMBER}) ?(?:°|d|deg)? ?(?:(${NUMBER}) ?(?:'|m|min)? ?(?:(${NUMBER}) ?(?:"|s|sec)?)?)? ?([NSEWO])?$`,
  "i",
);

/**
 * The two angles of a text with degrees, minutes and seconds, or with letters of hemispheres; null when it is anything else, or when the two are
 * on the same axis.
 */
export function anglesOf(text: string): [Angle, Angle] | null {
  if (!/[°'"]|\d ?(?:d|deg)\b|[NSEWO]/i.test(text)) return null;
  for (const [first, second] of halves(text)) {
    const [a, b] = [angleOf(first), angleOf(second)];
    if (!a || !b || (a.axis === undefined) !== (b.axis === undefined)) continue;
    if (a.axis !== undefined && a.axis === b.axis) continue;
    // 48°07'02" is one angle.
    if (first.includes("°") !== second.includes("°")) continue;
    return [a, b];
  }
  return null;
}

/** All ways to cut a text in two that leave a number on each side: at a separator, after a letter, before a letter. */
function halves(text: string): [string, string][] {
  const separated = text.split(/ ?[;/] ?|, | , /);
  if (separated.length === 2) return [[separated[0] ?? "", separated[1] ?? ""]];
  const cuts = [...text.matchAll(/(?<=[NSEWO]),? ?(?=[-+\d])|,? ?(?=[NSEWO])|(?<=["'°]) ?,? ?(?=[-+\d])|[ ,] ?(?=[-+]?\d)/gi)];
  const middle = text.length / 2;
  return cuts
    .toSorted((a, b) => Math.abs(a.index - middle) - Math.abs(b.index - middle))
    .map((cut) => [text.slice(0, cut.index).trim(), text.slice(cut.index + cut[0].length).trim()]);
}

function angleOf(text: string): Angle | null {
  const [, before, sign, degrees, minutes, seconds, after] = ANGLE.exec(text.trim()) ?? [];
  if (degrees === undefined || (before && after)) return null;
  const letter = (before ?? after)?.toUpperCase();
  const [d, m, s] = [degrees, minutes ?? "0", seconds ?? "0"].map(numberOf);
  if (d == null || m == null || s == null || m >= 60 || s >= 60) return null;
  // Only the last part has decimals.
  if ((minutes !== undefined && !Number.isInteger(d)) || (seconds !== undefined && !Number.isInteger(m))) return null;
  const isNegative = sign === "-" || letter === "S" || letter === "W" || letter === "O";
  const value = d + m / 60 + s / 3600;
  const axis = letter === undefined ? undefined : letter === "N" || letter === "S" ? "lat" : "lon";
  return { degrees: isNegative ? -value : value, axis };
}
