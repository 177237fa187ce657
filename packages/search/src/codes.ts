import type { Bbox } from "@archipel/geo/bbox.ts";
import { systemOf, toDegrees } from "./coordinates/systems.ts";
import { fold } from "./fold.ts";

/** The parts of a parcel's name in the cadastre. */
export interface ReadParcel {
  /** INSEE code, or null when the text names no commune by its code. */
  commune: string | null;
  /** Three digits; "000" unless the commune absorbed another. */
  prefix: string;
  /** Two characters: "0A", "AB". */
  section: string;
  /** Four digits. */
  number: string;
  /** What the text says besides: the name of a commune. */
  rest: string;
}

const COMMUNE = String.raw`(?:\d{5}|2[ab]\d{3})`;
const FULL = new RegExp(String.raw`^(${COMMUNE}) ?(\d{3}) ?(0?[a-z]|[a-z]{2}|0[a-z]) ?(\d{1,4})$`);
const SHORT = new RegExp(
  String.raw`(?:^|(?<= ))(?:(${COMMUNE}) )?(?:(\d{3}) ?)?(?:section )?([a-z]{2}|0?[a-z])[ -]?(?:(?:n°?|no|num|numero|number) ?)?(\d{1,4})(?= |$)`,
);

const wholeId = (plain: string) => FULL.exec(plain) ?? FULL.exec(plain.replaceAll(" ", ""));

/** Whether a text is the whole id of a parcel, which begins with the INSEE code of its commune and never with a postcode. */
export function isParcelId(text: string): boolean {
  return wholeId(plainParcel(text)) !== null;
}

function plainParcel(text: string): string {
  return fold(text)
    .replace(/[,;.:/]+/g, " ")
    .replace(/\b(?:parcelles?|cadastree?s?|cadastre|plots?|parcels?)\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Reads the name of a parcel: "35238000AB0012", "000 AB 0012", "AB 12 Rennes", "parcelle AB12, 35238", "section AB n° 12 à Rennes". Null for other texts. */
export function readParcel(text: string): ReadParcel | null {
  const plain = plainParcel(text)
    // "7 section AB", "n° 7 de la section AB".
    .replace(/(?:^|(?<= ))(?:n°? ?)?(\d{1,4}) (?:de la |of )?section (0?[a-z]|[a-z]{2})(?= |$)/, "$2 $1");
  const [, commune, prefix, section, number] = wholeId(plain) ?? [];
  if (commune && prefix && section && number) return parcelOf(commune, prefix, section, number, "");
  const short = SHORT.exec(plain);
  const [all = "", code, three, letters, digits] = short ?? [];
  if (!short || !letters || !digits || NO_SECTIONS.has(letters)) return null;
  const rest = `${plain.slice(0, short.index)} ${plain.slice(short.index + all.length)}`.replace(/\s+/g, " ").trim();
  const named = code ?? new RegExp(`(?:^| )(${COMMUNE})(?: |$)`).exec(rest)?.[1];
  // Digits that are left over make it an address: "12 av 14 rennes".
  const others = rest.replace(named ?? "", "").trim();
  return /\d/.test(others) ? null : parcelOf(named ?? null, three ?? "000", letters, digits, communeIn(others));
}

/** The name of a commune without the words that join it to a parcel: "à Rennes", "au Havre", "commune de Rennes", "in Rennes". */
function communeIn(words: string): string {
  return words
    .replace(/^(?:dans |sur |a |in |at |on )?(?:la )?(?:commune|ville|town|municipality) /, "")
    .replace(/^(?:a|de|d|in|at|of) (?=.)/, "")
    .replace(/^d['’](?=.)/, "")
    .replace(/^(?:au|du) (?=.)/, "le ")
    .replace(/^(?:aux|des) (?=.)/, "les ");
}

/** Short words before a number that name no section: articles and types of ways. */
const NO_SECTIONS = new Set(["de", "du", "la", "le", "au", "et", "en", "av", "bd", "rn", "rd", "cc", "st", "r", "n", "d", "pl", "utm"]);

function parcelOf(commune: string | null, prefix: string, section: string, number: string, rest: string): ReadParcel {
  const upper = section.toUpperCase();
  return { commune: commune?.toUpperCase() ?? null, prefix, section: upper.padStart(2, "0"), number: number.padStart(4, "0"), rest };
}

/** The 14 characters of a parcel, or null without its commune. */
export function parcelId({ commune, prefix, section, number }: ReadParcel): string | null {
  return commune === null ? null : `${commune}${prefix}${section}${number}`;
}

/** A postcode (five digits) or INSEE code of a commune; null for any other text. */
export function readCommuneCode(text: string): string | null {
  return new RegExp(`^${COMMUNE}$`).exec(fold(text).trim())?.[0].toUpperCase() ?? null;
}

export interface ReadTile {
  /** Upper case, as files are named, up to the position. */
  name: string;
  /** Its square kilometre, in degrees. */
  bbox: Bbox;
}

/** Systems of the territories of LiDAR HD. Source: IGN, description of the product. */
const TILE_SYSTEMS: Readonly<Record<string, number>> = { FXX: 2154, GLP: 5490, MTQ: 5490, GUF: 2972, REU: 2975, MYT: 4471, SPM: 4467 };
const KILOMETRE = 1_000;

/** Reads the name of a LiDAR HD tile, or of a synthetic one, alone or in the name of a file: "LHD_FXX_0825_6285_PTS_LAMB93_IGN69.copc.laz". */
export function readTile(text: string): ReadTile | null {
  const [, kind, territory, column, row] =
    /(?:^|[^a-z\d])(LH[DC]|Semis|SYN)[_ -]([A-Z]{3})[_ -](\d{3,4})[_ -](\d{4,5})(?!\d)/i.exec(text) ?? [];
  const system = systemOf(TILE_SYSTEMS[territory?.toUpperCase() ?? ""] ?? 0);
  if (!kind || !territory || !column || !row || !system) return null;
  // The numbers are the north-west corner in kilometres.
  const [west, north] = [Number(column) * KILOMETRE, Number(row) * KILOMETRE];
  const corners = [0, KILOMETRE].flatMap((dx) => [0, KILOMETRE].map((dy) => toDegrees(system, west + dx, north - dy)));
  const lons = corners.flatMap((corner) => (corner ? [corner[0]] : []));
  const lats = corners.flatMap((corner) => (corner ? [corner[1]] : []));
  if (lons.length < 4) return null;
  const name = `${kind}_${territory}_${column.padStart(4, "0")}_${row}`.toUpperCase();
  return { name, bbox: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] };
}
