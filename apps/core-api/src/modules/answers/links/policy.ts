import { createHmac } from "node:crypto";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";

/** Crockford's digits: no two look alike, and upper case means the same. */
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
/** 65 bits. */
const LENGTH = 13;
const DECIMALS = 7;

/**
 * A place as a link keeps it: the same however it was asked. Coordinates have centimetres, as addresses do. A shape has no name, because
 * anybody could write one under the portal's own address.
 */
export function keptPlace(place: AnswerPlace): AnswerPlace {
  if (place.kind === "parcels") return { kind: "parcels", ids: [...new Set(place.ids)].sort() };
  if (place.kind === "drawn") {
    const coordinates = place.geometry.coordinates.map((ring) => ring.map(([lon, lat]): [number, number] => [rounded(lon), rounded(lat)]));
    return { kind: "drawn", geometry: { type: "Polygon", coordinates } };
  }
  const { lon, lat, precision, label } = place;
  return { kind: "point", lon: rounded(lon), lat: rounded(lat), precision, ...(label === undefined ? {} : { label }) };
}

const rounded = (degrees: number) => Number(degrees.toFixed(DECIMALS));

/** The id of the link to a place that `keptPlace` returned. Without the key, nobody computes it. */
export function linkIdOf(key: Buffer, place: AnswerPlace): string {
  const bytes = createHmac("sha256", key).update(JSON.stringify(place)).digest();
  let bits = bytes.readBigUInt64BE(0) * 2n + BigInt(bytes.readUInt8(8) & 1);
  let id = "";
  for (let index = 0; index < LENGTH; index++) {
    id = `${DIGITS[Number(bits % 32n)]}${id}`;
    bits /= 32n;
  }
  return id;
}
