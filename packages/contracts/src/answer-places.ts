// What an address may say of a place. Without schemas: a map's page reads its own address, and does not load the library that checks input.

/** How exactly an address or a click is known. Codes of printed answers name them by their order: a new one comes last. */
export const PLACE_PRECISIONS = ["exact", "building", "parcel", "street", "commune"] as const;
export type PlacePrecision = (typeof PLACE_PRECISIONS)[number];

/** Degrees. Beyond these latitudes no metric CRS is exact. */
export const MOST_LONGITUDE = 180;
export const MOST_LATITUDE = 85;

export const PLACE_LABEL_MAX = 200;

/** The id of a parcel, as addresses name it. */
export const PARCEL_ID = /^[0-9A-Za-z]{1,30}$/;
export const MOST_PARCELS = 20;

/** The id of a short link: digits of which no two look alike, in lower case. */
export const ANSWER_LINK_ID = /^[0-9a-hjkmnp-tv-z]{13}$/;
