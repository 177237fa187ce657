import { type Angle, anglesOf } from "./angles.ts";
import { numberOf, pairsOf, plainSigns } from "./numbers.ts";
import { guessedSystems, isInFrance, type MetricSystem, systemOf, toDegrees, utmZone } from "./systems.ts";

/** A position that a text may mean. */
export interface ReadCoordinates {
  /** WGS 84, degrees, rounded to a centimetre. */
  lon: number;
  lat: number;
  form: "decimal" | "sexagesimal" | "metres";
  /** The order in which the two were written. */
  order: "lat-lon" | "lon-lat" | "east-north" | "north-east";
  /** The system as it is called: "WGS 84", "RGF93 v1 / Lambert-93". */
  system: string;
  srid: number;
}

/** Longer texts are no coordinates. */
const LONGEST = 80;
const MOST_READINGS = 6;
/** Smaller pairs are degrees, or no coordinates. */
const SMALLEST_METRES = 1_000;
const ORDERS = ["east-north", "north-east"] as const;
const DECIMALS = 1e7;

/**
 * Positions that a text may mean, likeliest first; empty when it is something else. Degrees are read as latitude and longitude when only that
 * order lies in France, as longitude and latitude when only that one does, in both orders otherwise, latitude first. Metres are read in the
 * system that the text names ("L93", "CC48", "UTM 31N", "EPSG:2975"), else in each system of France in which the position lies in France.
 */
export function readCoordinates(text: string): ReadCoordinates[] {
  if (text.length > LONGEST || !/\d.*\d/.test(text)) return [];
  const { rest, system } = namedSystem(plainSigns(text));
  const found = system ? inSystem(rest, system) : [...inDegrees(rest), ...inGuessedSystem(rest)];
  const seen = new Set<string>();
  return found
    .filter(({ lon, lat }) => !seen.has(`${lon.toFixed(4)} ${lat.toFixed(4)}`) && seen.add(`${lon.toFixed(4)} ${lat.toFixed(4)}`))
    .slice(0, MOST_READINGS);
}

type Named = "degrees" | MetricSystem;

/** Names of systems, with the groups that their number takes. */
const NAMES: readonly (readonly [pattern: RegExp, system: (match: RegExpExecArray) => Named | null])[] = [
  [/\bepsg ?:? ?(\d{4,5})\b/i, ([, code]) => (code === "4326" || code === "4171" || code === "4258" ? "degrees" : systemOf(Number(code)))],
  [/\b(?:rgf ?93 ?(?:v\d)? ?\/? ?)?(?:lambert ?-? ?93|lamb93|l93)\b/i, () => systemOf(2154)],
  [/\b(?:rgf ?93 ?(?:v\d)? ?\/? ?)?cc ?(4[2-9]|50)\b/i, ([, zone]) => systemOf(3900 + Number(zone))],
  [/\b(?:ntf ?)?(?:lambert (?:2|ii) (?:étendu|etendu|e)|l2e)(?![\p{L}\d])/iu, () => systemOf(27572)],
  [/\b(?:wgs ?-?84 ?\/? ?)?utm (?:zone ?)?(\d{1,2}) ?([c-hj-np-x])\b/i, zoneOf],
  [/^(\d{1,2}) ?([c-hj-np-x])\b(?= )/i, zoneOf],
  [/\b(?:rgr ?92|rgm ?04|rgaf ?09|rgfg ?95|rgspm ?06|rgnc ?91(?:-93)?)\b/i, ([name]) => systemOf(OVERSEAS[plainName(name)] ?? 0)],
  [/\b(?:wgs ?-?84|gps|rgf ?93)\b/i, () => "degrees"],
];
const OVERSEAS: Readonly<Record<string, number>> = { rgr92: 2975, rgm04: 4471, rgaf09: 5490, rgfg95: 2972, rgspm06: 4467, rgnc91: 3163 };
const plainName = (name: string) => name.toLowerCase().replaceAll(" ", "").replace("-93", "");

/** N and S are hemispheres; other letters are bands, and those from N on lie in the north. */
function zoneOf([, zone, letter = ""]: RegExpExecArray): MetricSystem | null {
  const upper = letter.toUpperCase();
  return utmZone(Number(zone), upper === "S" || upper < "N");
}

function namedSystem(text: string): { rest: string; system: Named | null } {
  for (const [pattern, make] of NAMES) {
    const match = pattern.exec(text);
    const system = match && make(match);
    if (match && system)
      return {
        rest: text
          .replace(match[0], " ")
          .replace(/ ?\( ?\) ?/g, " ")
          .replace(/^[\s:,;/-]+(?!\d)|[\s:,;(]+$/g, "")
          .trim(),
        system,
      };
  }
  return { rest: text, system: null };
}

const LABELLED = /^(lat|lon|lng)\w* ?[:=]? ?([-+]?[\d.,]*\d) ?[,;]? ?(lat|lon|lng)\w* ?[:=]? ?([-+]?[\d.,]*\d)$/i;

/** "lat: 48.1, lon: -1.6" */
function labelledAngles(text: string): [Angle, Angle] | null {
  const [, one, first, other, second] = LABELLED.exec(text) ?? [];
  const [a, b] = [numberOf(first ?? ""), numberOf(second ?? "")];
  if (one === undefined || other === undefined || a === null || b === null) return null;
  const axisOf = (label: string) => (label.toLowerCase() === "lat" ? "lat" : "lon");
  const angles: [Angle, Angle] = [
    { degrees: a, axis: axisOf(one) },
    { degrees: b, axis: axisOf(other) },
  ];
  return angles[0].axis === angles[1].axis ? null : angles;
}

/** "X = 652381 Y = 6862047" without its letters. */
const withoutLetters = (text: string) => text.replace(/(?:^|(?<=[ ,;]))[xyen] ?[:=]? ?(?=[-+]?\d)|(?<=\d) ?m\b/gi, "").trim();

function inSystem(text: string, system: Named): ReadCoordinates[] {
  if (system === "degrees") return inDegrees(text);
  return pairsOf(withoutLetters(text)).flatMap((pair) => ORDERS.flatMap((order) => inMetres(system, pair, order)));
}

function inDegrees(text: string): ReadCoordinates[] {
  const angles = labelledAngles(text) ?? anglesOf(text);
  if (angles) return fromAngles(angles, /['"°]|\d \d/.test(text) ? "sexagesimal" : "decimal");
  // Two whole numbers are something else: "8 14".
  return pairsOf(text).flatMap(([first, second]) =>
    Number.isInteger(first) && Number.isInteger(second) ? [] : ordered(first, second, "decimal"),
  );
}

function fromAngles([first, second]: [Angle, Angle], form: "decimal" | "sexagesimal"): ReadCoordinates[] {
  if (first.axis === undefined) return ordered(first.degrees, second.degrees, form);
  return first.axis === "lat"
    ? inOrder(first.degrees, second.degrees, "lat-lon", form)
    : inOrder(first.degrees, second.degrees, "lon-lat", form);
}

function ordered(first: number, second: number, form: "decimal" | "sexagesimal"): ReadCoordinates[] {
  const usual = inOrder(first, second, "lat-lon", form);
  const other = inOrder(first, second, "lon-lat", form);
  const [isUsual, isOther] = [usual, other].map((found) => found.some(({ lon, lat }) => isInFrance(lon, lat)));
  if (isUsual !== isOther) return isUsual ? usual : other;
  return [...usual, ...other];
}

function inOrder(first: number, second: number, order: "lat-lon" | "lon-lat", form: "decimal" | "sexagesimal"): ReadCoordinates[] {
  const [lat, lon] = order === "lat-lon" ? [first, second] : [second, first];
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return [];
  return [{ lon: rounded(lon), lat: rounded(lat), form, order, system: "WGS 84", srid: 4326 }];
}

/** First all systems with the easting first, then with the northing first. */
function inGuessedSystem(text: string): ReadCoordinates[] {
  const pairs = pairsOf(withoutLetters(text)).filter(([first, second]) => Math.max(Math.abs(first), Math.abs(second)) >= SMALLEST_METRES);
  return pairs
    .flatMap((pair) => ORDERS.flatMap((order) => guessedSystems.flatMap((system) => inMetres(system, pair, order))))
    .filter(({ lon, lat }) => isInFrance(lon, lat));
}

function inMetres(system: MetricSystem, [first, second]: readonly [number, number], order: "east-north" | "north-east"): ReadCoordinates[] {
  const position = order === "east-north" ? toDegrees(system, first, second) : toDegrees(system, second, first);
  if (!position) return [];
  const [lon, lat] = position;
  return [{ lon: rounded(lon), lat: rounded(lat), form: "metres", order, system: system.title, srid: system.srid }];
}

const rounded = (degrees: number) => Math.round(degrees * DECIMALS) / DECIMALS;
