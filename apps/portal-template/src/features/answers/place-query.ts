import { type AnswerPlace, answerPlace } from "@archipel/contracts/answers.ts";
import type { SearchParams } from "../site/loaders.ts";

/** A place as addresses name it: those of the answer's page, of the map and of `/report` have the same parameters. */
export interface PlaceQuery {
  readonly lon?: string;
  readonly lat?: string;
  readonly precision?: string;
  readonly label?: string;
  /** Ids, separated by commas. */
  readonly parcels?: string;
}

/** A place that an address can name: a drawn shape is too long for one. */
export type NamedPlace = Exclude<AnswerPlace, { kind: "drawn" }>;

/** Centimetres, so that the address is short. */
const DECIMALS = 7;

/** The parameters of a place. */
export function queryOf(place: NamedPlace): PlaceQuery {
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
export function readPlace(params: SearchParams): NamedPlace | null | "wrong" {
  const { lon, lat, parcels, precision, label } = params;
  const isPoint = lon !== undefined || lat !== undefined;
  if (!isPoint && parcels === undefined) return null;
  if (isPoint && parcels !== undefined) return "wrong";
  const wanted = isPoint
    ? { kind: "point", lon: numberOf(lon), lat: numberOf(lat), ...(precision ? { precision } : {}), ...(label ? { label } : {}) }
    : { kind: "parcels", ids: String(parcels).split(",") };
  const { data } = answerPlace.safeParse(wanted);
  return data && data.kind !== "drawn" ? data : "wrong";
}

/** A place as one parameter: its query as text. */
export function placeText(query: PlaceQuery): string {
  return new URLSearchParams({ ...query }).toString();
}

/** The place of such a parameter. */
export function readPlaceText(text: SearchParams[string]): NamedPlace | null | "wrong" {
  if (text === undefined || text === "") return null;
  return typeof text === "string" && text.length <= 1_000 ? readPlace(Object.fromEntries(new URLSearchParams(text))) : "wrong";
}

/** Degrees in digits only: `1e2` and an empty text are mistakes. */
function numberOf(text: SearchParams[string]): number | undefined {
  return typeof text === "string" && /^-?\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}
