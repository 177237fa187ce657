import { crsOf } from "./crs.ts";

/** A CRS with its name on the web, and the order in which its coordinates are written there. */
export interface NamedCrs {
  uri: string;
  srid: number;
  /** Whether latitude or northing comes first, as EPSG and OGC API define it. Our own code always has easting or longitude first. */
  isNorthFirst: boolean;
}

const BASE = "http://www.opengis.net/def/crs";

/** WGS 84 with longitude first: the default CRS of GeoJSON. */
export const CRS84: NamedCrs = { uri: `${BASE}/OGC/1.3/CRS84`, srid: 4326, isNorthFirst: false };

/** Projected CRS of the catalogue whose EPSG definition has the northing first. Source: EPSG Dataset, axes of 3034 and 3035. */
const NORTH_FIRST: readonly number[] = [3034, 3035];

/** An EPSG code under its OGC address. */
export function namedCrs(srid: number): NamedCrs {
  const isNorthFirst = crsOf(srid)?.unit === "degree" || NORTH_FIRST.includes(srid);
  return { uri: `${BASE}/EPSG/0/${srid}`, srid, isNorthFirst };
}

/**
 * Reads the name of a CRS: an OGC address (`http` or `https`, any version), a URN, or a safe CURIE (`[EPSG:2154]`). Null when the catalogue
 * has no CRS of this name.
 */
export function parseCrs(text: string): NamedCrs | null {
  const name = text.trim().replace(/^<(.*)>$/, "$1");
  if (/^(https?:\/\/www\.opengis\.net\/def\/crs\/OGC\/[\w.]+\/CRS84|urn:ogc:def:crs:OGC:[\w.]*:CRS84|\[OGC:CRS84\])$/.test(name))
    return CRS84;
  const code = /^(?:https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/[\w.]+\/|urn:ogc:def:crs:EPSG:[\w.]*:|\[EPSG:)(\d{1,6})\]?$/.exec(
    name,
  )?.[1];
  const srid = Number(code);
  return code !== undefined && crsOf(srid)?.srid === srid ? namedCrs(srid) : null;
}
