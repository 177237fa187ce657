import { readUint64, viewOf, writeUint64 } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import type { Triple } from "../las/header.ts";
import type { VariableRecord } from "../las/vlr.ts";

/** What COPC files say about their octree. Lengths are in units of the CRS. */
export interface CopcInfo {
  center: Triple;
  /** Half the side of the root cube. */
  halfSize: number;
  /** Distance of points in the root node; it halves with each level. */
  spacing: number;
  rootPage: { offset: number; length: number };
  gpsMin: number;
  gpsMax: number;
}

const USER_ID = "copc";
const INFO_ID = 1;
export const HIERARCHY_RECORD = { userId: USER_ID, recordId: 1000, description: "EPT Hierarchy" } as const;
const INFO_BYTES = 160;
/** From the end of the header, where the info record begins, to the place of the root page. */
export const ROOT_PAGE_AT = 54 + 40;

export function isCopcRecord(record: { userId: string }): boolean {
  return record.userId === USER_ID;
}

/**
 * Reads the info of a COPC file, which is the first record of its header.
 *
 * @throws CloudError `copc-broken` when the file is not COPC or its cube is not a cube
 * @source COPC 1.0
 */
export function readCopcInfo(records: readonly VariableRecord[]): CopcInfo {
  const record = records[0];
  if (!record || record.userId !== USER_ID || record.recordId !== INFO_ID)
    throw new CloudError("copc-broken", "the file is not COPC: it does not begin with its info record");
  if (record.data.length < INFO_BYTES)
    throw new CloudError("copc-broken", `the info record has ${record.data.length} bytes instead of 160`, 429);
  const view = viewOf(record.data);
  const f64 = (at: number) => view.getFloat64(at, true);
  const info: CopcInfo = {
    center: [f64(0), f64(8), f64(16)],
    halfSize: f64(24),
    spacing: f64(32),
    rootPage: { offset: readUint64(view, 40), length: readUint64(view, 48) },
    gpsMin: f64(56),
    gpsMax: f64(64),
  };
  const isCube = [...info.center, info.halfSize, info.spacing].every(Number.isFinite) && info.halfSize > 0 && info.spacing > 0;
  if (!isCube) throw new CloudError("copc-broken", "the cube or the spacing of the octree is not a positive number", 429);
  return info;
}

export function writeCopcInfo(info: CopcInfo): VariableRecord {
  const data = new Uint8Array(INFO_BYTES);
  const view = viewOf(data);
  for (const [i, value] of [...info.center, info.halfSize, info.spacing].entries()) view.setFloat64(8 * i, value, true);
  writeUint64(view, 40, info.rootPage.offset);
  writeUint64(view, 48, info.rootPage.length);
  view.setFloat64(56, info.gpsMin, true);
  view.setFloat64(64, info.gpsMax, true);
  return { userId: USER_ID, recordId: INFO_ID, description: "COPC info", data };
}
