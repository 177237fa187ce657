import type { SearchKind, SearchResult } from "@archipel/contracts/search.ts";
import { z } from "zod";
import { communeInWords } from "../finding/results.ts";

/** Kinds of services that find addresses; each answers in its own shape. */
export type GeocoderKind = "ban" | "photon" | "nominatim";

const text = z.string().max(300).catch("");
const longitude = z.coerce.number().min(-180).max(180);
const latitude = z.coerce.number().min(-90).max(90);
const point = z.object({ coordinates: z.tuple([longitude, latitude]) });
const MOST_RESULTS = 20;
/** Entries that cannot be read are left out: the others are still right. */
const some = <T extends z.ZodType>(entry: T) =>
  z.array(z.unknown()).transform((all) =>
    all.slice(0, MOST_RESULTS).flatMap((one) => {
      const read = entry.safeParse(one);
      return read.success ? [read.data] : [];
    }),
  );

interface Found {
  kind: SearchKind;
  label: string;
  city: string;
  code?: string;
  postcode: string;
  lon: number;
  lat: number;
  bbox?: [number, number, number, number];
}

function resultOf({ kind, label, city, code = "", postcode, lon, lat, bbox }: Found): SearchResult[] {
  if (label === "") return [];
  const commune = city === "" ? null : { name: city, code: code || null, postcode: postcode || null };
  const detail = kind === "commune" ? postcode : commune ? communeInWords(commune) : postcode;
  return [{ kind, label, detail, commune, lon, lat, bbox: bbox ?? null, opens: { type: "place" } }];
}

const BAN_KINDS: Readonly<Record<string, SearchKind>> = { housenumber: "address", street: "street", municipality: "commune" };
/** National address base and Géoplateforme. Source: documentation of addok, "search". */
const banAnswer = z.object({
  features: some(
    z.object({
      geometry: point,
      properties: z.object({ type: text, name: text, city: text, citycode: text, postcode: text }),
    }),
  ),
});

const PHOTON_KINDS: Readonly<Record<string, SearchKind>> = { house: "address", street: "street", city: "commune" };
/** Source: README of photon, "search API". `extent` is west, north, east, south. */
const photonAnswer = z.object({
  features: some(
    z.object({
      geometry: point,
      properties: z.object({
        type: text,
        name: text,
        housenumber: text,
        street: text,
        city: text,
        postcode: text,
        extent: z.tuple([longitude, latitude, longitude, latitude]).optional().catch(undefined),
      }),
    }),
  ),
});

const NOMINATIM_KINDS: Readonly<Record<string, SearchKind>> = {
  place: "address",
  building: "address",
  road: "street",
  city: "commune",
  town: "commune",
  village: "commune",
  municipality: "commune",
};
/** Source: documentation of Nominatim, output "jsonv2" with address details. `boundingbox` is south, north, west, east. */
const nominatimAnswer = some(
  z.object({
    lon: longitude,
    lat: latitude,
    name: text,
    addresstype: text,
    boundingbox: z.tuple([latitude, latitude, longitude, longitude]).optional().catch(undefined),
    address: z
      .object({ house_number: text, road: text, postcode: text, city: text, town: text, village: text, municipality: text })
      .catch({ house_number: "", road: "", postcode: "", city: "", town: "", village: "", municipality: "" }),
  }),
);

/** Results of a geocoder's answer, in its order. Throws a ZodError when it has another shape. */
export function readAnswer(kind: GeocoderKind, answer: unknown): SearchResult[] {
  if (kind === "ban") {
    return banAnswer.parse(answer).features.flatMap(({ geometry, properties: { type, name, city, citycode, postcode } }) => {
      const [lon, lat] = geometry.coordinates;
      return resultOf({ kind: BAN_KINDS[type] ?? "place", label: name, city: city || name, code: citycode, postcode, lon, lat });
    });
  }
  if (kind === "photon") {
    return photonAnswer.parse(answer).features.flatMap(({ geometry, properties }) => {
      const { type, name, housenumber, street, city, postcode, extent } = properties;
      const [lon, lat] = geometry.coordinates;
      const found = PHOTON_KINDS[type] ?? "place";
      const label = found === "address" ? [housenumber, street || name].filter(Boolean).join(" ") : name;
      const [west, north, east, south] = extent ?? [];
      const isBox = west !== undefined && north !== undefined && east !== undefined && south !== undefined;
      const within = city || (found === "commune" ? name : "");
      return resultOf({ kind: found, label, city: within, postcode, lon, lat, ...(isBox && { bbox: [west, south, east, north] }) });
    });
  }
  return nominatimAnswer.parse(answer).flatMap(({ lon, lat, name, addresstype, boundingbox, address }) => {
    const { house_number, road, postcode } = address;
    const city = address.city || address.town || address.village || address.municipality;
    const isHouse = house_number !== "" && road !== "";
    const found = isHouse ? "address" : NOMINATIM_KINDS[addresstype] === "address" ? "place" : (NOMINATIM_KINDS[addresstype] ?? "place");
    const [south, north, west, east] = boundingbox ?? [];
    const isBox = !isHouse && west !== undefined && north !== undefined && east !== undefined && south !== undefined;
    const label = isHouse ? `${house_number} ${road}` : name;
    return resultOf({ kind: found, label, city, postcode, lon, lat, ...(isBox && { bbox: [west, south, east, north] }) });
  });
}
