import { type AnswerPlace, type AskedPlace, askedPlace } from "@archipel/contracts/answers.ts";
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

/** The place of an address; null when it names none; "wrong" when what it names cannot be a place. */
export function readPlace(params: SearchParams): PagePlace | null | "wrong" {
  const { lon, lat, parcels, link, precision, label } = params;
  const isPoint = lon !== undefined || lat !== undefined;
  const count = [isPoint, parcels !== undefined, link !== undefined].filter(Boolean).length;
  if (count === 0) return null;
  if (count > 1) return "wrong";
  const wanted = isPoint
    ? { kind: "point", lon: numberOf(lon), lat: numberOf(lat), ...(precision ? { precision } : {}), ...(label ? { label } : {}) }
    : link !== undefined
      ? { kind: "link", id: String(link).toLowerCase() }
      : { kind: "parcels", ids: String(parcels).split(",") };
  const { data } = askedPlace.safeParse(wanted);
  return data && data.kind !== "drawn" ? data : "wrong";
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

/** Degrees in digits only: `1e2` and an empty text are mistakes. */
function numberOf(text: SearchParams[string]): number | undefined {
  return typeof text === "string" && /^-?\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}
