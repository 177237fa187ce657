import { viewOf } from "../byte-io.ts";
import type { VariableRecord } from "./vlr.ts";

/** The coordinate reference system as a file states it. Both forms can be there; WKT has precedence for formats 6 to 10. */
export interface StatedCrs {
  wkt: string | undefined;
  /** EPSG code of the horizontal system, from WKT or from GeoTIFF keys. */
  horizontalEpsg: number | undefined;
  verticalEpsg: number | undefined;
}

const PROJECTION = "LASF_Projection";
const WKT_RECORD = 2112;
const GEO_KEYS_RECORD = 34735;
const GEO_KEY = { geographic: 2048, projected: 3072, vertical: 4096 } as const;
const USER_DEFINED = 32767;

/** Reads the CRS of a file from its records. Keys that are broken or empty count as not stated. */
export function statedCrs(records: readonly VariableRecord[]): StatedCrs {
  const own = records.filter((record) => record.userId === PROJECTION);
  const keys = geoKeys(own.find((record) => record.recordId === GEO_KEYS_RECORD)?.data);
  const wkt = wktText(own.find((record) => record.recordId === WKT_RECORD)?.data);
  const code = (key: number) => {
    const value = keys.get(key);
    return value === undefined || value === 0 || value === USER_DEFINED ? undefined : value;
  };
  return {
    wkt,
    horizontalEpsg: wktEpsg(wkt, /PROJCS|PROJCRS|GEOGCS|GEOGCRS|GEODCRS/) ?? code(GEO_KEY.projected) ?? code(GEO_KEY.geographic),
    verticalEpsg: wktEpsg(wkt, /VERT_CS|VERTCRS/) ?? code(GEO_KEY.vertical),
  };
}

/** The record of a WKT: UTF-8 with a null at the end. */
export function wktRecord(wkt: string): VariableRecord {
  return { userId: PROJECTION, recordId: WKT_RECORD, description: "WKT", data: new TextEncoder().encode(`${wkt}\0`) };
}

export function isWktRecord(record: { userId: string; recordId: number }): boolean {
  return record.userId === PROJECTION && record.recordId === WKT_RECORD;
}

function wktText(data: Uint8Array | undefined): string | undefined {
  if (!data) return undefined;
  const end = data.indexOf(0);
  return new TextDecoder().decode(end < 0 ? data : data.subarray(0, end)).trim() || undefined;
}

/** GeoTIFF keys whose value is in the directory itself: key id → value. */
function geoKeys(data: Uint8Array | undefined): Map<number, number> {
  const found = new Map<number, number>();
  if (!data || data.length < 8) return found;
  const view = viewOf(data);
  const count = Math.min(view.getUint16(6, true), Math.floor(data.length / 8) - 1);
  for (let at = 8, i = 0; i < count; i++, at += 8) {
    if (view.getUint16(at + 2, true) === 0) found.set(view.getUint16(at, true), view.getUint16(at + 6, true));
  }
  return found;
}

/** The EPSG code of the first node of one of these kinds: the last AUTHORITY or ID directly inside it. */
function wktEpsg(wkt: string | undefined, kind: RegExp): number | undefined {
  const start = wkt?.search(new RegExp(`(${kind.source})\\s*\\[`)) ?? -1;
  if (!wkt || start < 0) return undefined;
  let depth = 0;
  let code: number | undefined;
  for (let at = wkt.indexOf("[", start); at < wkt.length; at++) {
    if (wkt[at] === '"') at = wkt.indexOf('"', at + 1);
    if (at < 0) break;
    if (wkt[at] === "[") depth++;
    if (wkt[at] === "]" && --depth === 0) break;
    const authority = depth === 1 && /^,\s*(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d{1,9})/.exec(wkt.slice(at, at + 60));
    if (authority) code = Number(authority[1]);
  }
  return code;
}
