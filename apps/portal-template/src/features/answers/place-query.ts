import {
  ANSWER_LINK_ID,
  MOST_LATITUDE,
  MOST_LONGITUDE,
  MOST_PARCELS,
  PARCEL_ID,
  PLACE_LABEL_MAX,
  PLACE_PRECISIONS,
} from "@archipel/contracts/answer-places.ts";
import type { AnswerPlace, AskedPlace } from "@archipel/contracts/answers.ts";
import { addressNumber } from "@archipel/contracts/decimal.ts";
import type { SearchParams } from "../site/loaders.ts";

/** A place as addresses name it: those of the answer's page, of the map and of `/report` have the same parameters. */
export interface PlaceQuery {
  readonly lon?: string;
  readonly lat?: string;
  readonly precision?: string;
  readonly label?: string;
  /** Ids, separated by commas. */
  readonly parcels?: string;
  /** The id of a short link. */
  readonly link?: string;
}

/** A place that an address can name: a drawn shape is too long for one. */
export type NamedPlace = Exclude<AnswerPlace, { kind: "drawn" }>;
/** The place of a page: also one that a short link names. */
export type PagePlace = Exclude<AskedPlace, { kind: "drawn" }>;

/** Centimetres, so that the address is short. */
const DECIMALS = 7;

/** The parameters of a place. */
export function queryOf(place: PagePlace): PlaceQuery {
  if (place.kind === "link") return { link: place.id };
  if (place.kind === "parcels") return { parcels: place.ids.join(",") };
  const { lon, lat, precision, label } = place;
  return {
    lon: degrees(lon),
    lat: degrees(lat),
    ...(precision === "exact" ? {} : { precision }),
    ...(label ? { label } : {}),
  };
}

const degrees = (value: number) => String(Number(value.toFixed(DECIMALS)));

/** The place of an address; null when it names none; "wrong" when what it names cannot be a place. core-api takes what this accepts. */
export function readPlace(params: SearchParams): PagePlace | null | "wrong" {
  const { lon, lat, parcels, link } = params;
  const isPoint = lon !== undefined || lat !== undefined;
  const count = [isPoint, parcels !== undefined, link !== undefined].filter(Boolean).length;
  if (count === 0) return null;
  if (count > 1) return "wrong";
  if (isPoint) return readPoint(params) ?? "wrong";
  if (link !== undefined) return readLink(String(link).toLowerCase()) ?? "wrong";
  return readParcels(String(parcels).split(",")) ?? "wrong";
}

function readPoint({ lon, lat, precision, label }: SearchParams): PagePlace | null {
  const x = degreesOf(lon, MOST_LONGITUDE);
  const y = degreesOf(lat, MOST_LATITUDE);
  const known = PLACE_PRECISIONS.find((one) => one === (precision || "exact"));
  const name = label ? lineOf(label) : undefined;
  if (x === null || y === null || !known || name === null) return null;
  return { kind: "point", lon: x, lat: y, precision: known, ...(name !== undefined && { label: name }) };
}

function readLink(id: string): PagePlace | null {
  return ANSWER_LINK_ID.test(id) ? { kind: "link", id } : null;
}

function readParcels(ids: string[]): PagePlace | null {
  return ids.length <= MOST_PARCELS && ids.every((one) => PARCEL_ID.test(one)) ? { kind: "parcels", ids } : null;
}

/** A place as one parameter: its query as text. */
export function placeText(query: PlaceQuery): string {
  return new URLSearchParams({ ...query }).toString();
}

/** The place of such a parameter. */
export function readPlaceText(text: SearchParams[string]): PagePlace | null | "wrong" {
  if (text === undefined || text === "") return null;
  return typeof text === "string" && text.length <= 1_000 ? readPlace(Object.fromEntries(new URLSearchParams(text))) : "wrong";
}

function degreesOf(text: SearchParams[string], most: number): number | null {
  const value = typeof text === "string" ? addressNumber(text) : undefined;
  return value !== undefined && Math.abs(value) <= most ? value : null;
}

/** One line of text, as contracts have it. */
function lineOf(text: string | string[]): string | null {
  if (typeof text !== "string") return null;
  const line = text.trim();
  return line.length > 0 && line.length <= PLACE_LABEL_MAX && !/\p{Cc}/u.test(line) ? line : null;
}
