/** An angle of latitude or longitude, in decimal degrees; `axis` when the text names a hemisphere. */
export interface Angle {
  degrees: number;
  axis: "lat" | "lon" | null;
}

const MAX_LENGTH = 48;
const HEMISPHERE = "nord|north|sud|south|ouest|west|est|east|[nsewo]";
const NUMBER = "(?:[.,]\\d+)?";
/** Hemisphere, sign, degrees, minutes and seconds with their marks or blanks, hemisphere. Every part has a greatest length. */
const ANGLE = new RegExp(
  `^(?:(${HEMISPHERE})(?![a-z])\\.? ?)?([-+])? ?(\\d{1,3}${NUMBER}) ?(?:([°:]) ?)?(?:(?<=[°: ])(\\d{1,2}${NUMBER}) ?(?:(?:[':]) ?)?(?:(?<=[': ])(\\d{1,2}${NUMBER}) ?"?)?)? ?(${HEMISPHERE})?$`,
  "iu",
);

/**
 * Reads an angle in degrees, minutes and seconds (`48°51'24"N`, `48 51 24.5 N`, `48°51,4'`, `-2:20:14`), or in decimal degrees with a mark or a
 * hemisphere (`48,85° N`). `O` is Ouest, west. A plain number is no angle.
 *
 * @returns null for any other text, and for 60 minutes or more, or degrees that no place on earth has
 */
export function parseAngle(text: string): Angle | null {
  if (text.length > MAX_LENGTH) return null;
  const match = ANGLE.exec(withPlainMarks(text));
  if (!match) return null;
  const [, before, sign, whole = "", mark, minutes, seconds, after] = match;
  const hemisphere = before ?? after;
  if (hemisphere === undefined && mark === undefined && minutes === undefined) return null;
  if (before !== undefined && after !== undefined) return null;
  // Only the last part has decimals.
  if ((minutes !== undefined && /[.,]/.test(whole)) || (seconds !== undefined && /[.,]/.test(minutes ?? ""))) return null;
  const [degrees, first, second] = [numberIn(whole), numberIn(minutes), numberIn(seconds)];
  if (first >= 60 || second >= 60) return null;
  const axis = hemisphere === undefined ? null : /^[ns]/i.test(hemisphere) ? "lat" : "lon";
  const size = (degrees * 3600 + first * 60 + second) / 3600;
  if (size > (axis === "lat" ? 90 : 180)) return null;
  const isNegative = hemisphere !== undefined && /^[swo]/i.test(hemisphere);
  // "-2° E" contradicts itself.
  if (sign === "-" && hemisphere !== undefined && !isNegative) return null;
  return { degrees: isNegative || sign === "-" ? -size : size, axis };
}

/**
 * Reads a latitude and a longitude in one text (`48°51'24"N 2°21'7"E`, `N 48 51 24, E 2 21 7`). Without hemispheres the latitude comes first, and
 * a comma, a semicolon or a bar separates them.
 */
export function parseAnglePair(text: string): { lat: number; lon: number } | null {
  if (text.length > 2 * MAX_LENGTH) return null;
  for (const { index, 0: separator } of text.matchAll(/\s*[,;/|]\s*|\s+/g)) {
    const first = parseAngle(text.slice(0, index).trim());
    const second = first && parseAngle(text.slice(index + separator.length).trim());
    if (!second) continue;
    if (first.axis === null && second.axis === null && separator.trim() !== "" && Math.abs(first.degrees) <= 90)
      return { lat: first.degrees, lon: second.degrees };
    if (first.axis === "lat" && second.axis === "lon") return { lat: first.degrees, lon: second.degrees };
    if (first.axis === "lon" && second.axis === "lat") return { lat: second.degrees, lon: first.degrees };
  }
  return null;
}

const numberIn = (part = "0") => Number(part.replace(",", "."));

/** Marks as people type them, as three signs. A capital S is south; a small one after a number is the mark of seconds. */
function withPlainMarks(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[º˚]|(?<=\d) ?d(eg(r[eé]s|rees|\.)?)?(?![a-z])/g, "°")
    .replace(/''|[″”“ʺ]|(?<=\d) ?s(ec\.?)?(?![a-z])/g, '"')
    .replace(/[′’‘´`ʹ]|(?<=\d) ?m(in\.?)?(?![a-z])/g, "'")
    .replace(/[−–]/g, "-")
    .replace(/"(?=\d)/g, '" ');
}
