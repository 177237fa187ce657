import { join } from "node:path";
import { sridOfName } from "@archipel/geo/crs-names.ts";
import { bboxOfWkb } from "@archipel/geo/wkb.ts";
import { repairOf } from "../formats/encoding.ts";
import type { FoundCrs, InspectedLayer, InspectionFinding } from "../model.ts";
import { COPY_END, copyHead, copyLine } from "../parquet/copy-rows.ts";
import { type GeoColumn, isRecord } from "../parquet/geo-columns.ts";
import { ParquetFile } from "../parquet/parquet-file.ts";
import { findCrs, NOT_LOADED, WGS84 } from "./crs-match.ts";
import type { ReadableFile } from "./describe.ts";
import type { Opening } from "./open-as.ts";
import { ROW_GEOMETRY } from "./requests.ts";
import type { StagedFiles } from "./stage-files.ts";
import type { LoadGdal } from "./wasm.ts";

const WRITE_CHARACTERS = 32 * 1024;

type Box = [number, number, number, number];

/** Describes the one layer of a Parquet file. GDAL is loaded only for a CRS without a code. @throws UnreadableError broken */
export async function parquetLayer(
  load: LoadGdal,
  file: ReadableFile,
  { staged, chosenEncoding }: Opening,
  findings: InspectionFinding[],
): Promise<InspectedLayer> {
  const parquet = await ParquetFile.open(join(staged.directory, staged.main));
  try {
    const { geometry, axes, columns, dropped, rowCount } = parquet;
    const encoding = chosenEncoding ?? "UTF-8";
    const repair = repairOf(file.format, encoding) ?? ((text: string) => text);
    const { name } = file;
    const add = (
      rule: InspectionFinding["rule"],
      severity: InspectionFinding["severity"],
      field: string,
      params: InspectionFinding["params"],
    ) => findings.push({ rule, severity, subject: name, field, params });
    for (const one of dropped) add("field-dropped", "warning", repair(one.name), { type: one.type });
    for (const one of columns) {
      const why = one.isNested ? "nested" : one.reader.asText;
      if (why) add("field-as-text", "info", repair(one.name), { why });
    }
    const isPlaced = geometry !== null || axes !== null;
    if (!isPlaced) findings.push({ rule: "no-geometry-table", severity: "info", subject: name, params: { rows: rowCount } });
    const extent = isPlaced && rowCount > 0 ? (geometry?.extent ?? (await extentOf(parquet))) : null;
    return {
      name,
      source: {
        format: file.format,
        entry: file.entry,
        layer: name,
        encoding,
        hasZ: geometry ? heightsOf(geometry) : isPlaced ? false : null,
      },
      geometryType: geometry ? typeOf(geometry) : isPlaced ? "Point" : "None",
      featureCount: rowCount,
      fields: columns.map((column) => ({ name: repair(column.name), type: column.reader.type })),
      crs: await crsOf(load, geometry, axes, extent),
      extent,
    };
  } finally {
    parquet.close();
  }
}

/** Streams the rows as GDAL does for other formats (`read-task.ts`). @param limit stops after this many rows */
export async function streamParquet(
  { directory, main }: StagedFiles,
  hasZ: boolean | null,
  limit: number | null,
  write: (bytes: Uint8Array) => void,
): Promise<void> {
  const parquet = await ParquetFile.open(join(directory, main));
  let left = limit ?? Number.POSITIVE_INFINITY;
  try {
    const names = parquet.columns.map(({ name }) => name);
    write(Buffer.from(copyHead(ROW_GEOMETRY, names)));
    for await (const rows of parquet.rows(hasZ !== false)) {
      let lines = "";
      for (const row of rows.slice(0, left)) {
        lines += copyLine(row);
        if (lines.length < WRITE_CHARACTERS) continue;
        write(Buffer.from(lines));
        lines = "";
      }
      write(Buffer.from(lines));
      left -= rows.length;
      if (left <= 0) break;
    }
    write(Buffer.from(COPY_END));
  } finally {
    parquet.close();
  }
}

/** `Geometry` when the file declares several types or none. */
function typeOf({ types }: GeoColumn): string {
  const [first] = types;
  return first !== undefined && types.length === 1 ? first : "Geometry";
}

/** Whether there are heights, as the file declares; null when it does not, or for some types alone. */
function heightsOf({ types }: GeoColumn): boolean | null {
  if (types.length === 0) return null;
  if (types.every((type) => type.endsWith(" Z"))) return true;
  return types.some((type) => type.endsWith(" Z")) ? null : false;
}

async function extentOf(parquet: ParquetFile): Promise<Box | null> {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for await (const rows of parquet.rows(false, false))
    for (const { ewkb } of rows) {
      const found = ewkb && bboxOfWkb(ewkb);
      if (!found) continue;
      box[0] = Math.min(box[0], found[0]);
      box[1] = Math.min(box[1], found[1]);
      box[2] = Math.max(box[2], found[2]);
      box[3] = Math.max(box[3], found[3]);
    }
  return box[0] === Infinity ? null : box;
}

async function crsOf(load: LoadGdal, geometry: GeoColumn | null, axes: ParquetFile["axes"], extent: Box | null): Promise<FoundCrs> {
  const guess = findCrs(NOT_LOADED, null, extent);
  if (geometry === null) return axes?.isDegrees && guess.srid === 4326 ? { ...guess, how: "by-name" } : guess;
  const { crs } = geometry;
  if (crs === null) return guess;
  if (typeof crs === "string") {
    const srid = sridOfName(crs);
    if (srid === null) return { ...guess, srid: null, name: crs, how: "unknown" };
    return { srid, name: crs, how: "declared", candidates: [...new Set([srid, ...guess.candidates])] };
  }
  const projjson = isRecord(crs) && isRecord(crs.id) && crs.id.authority === "OGC" && crs.id.code === "CRS84" ? WGS84.projjson : crs;
  const text = JSON.stringify(projjson);
  const found = findCrs(NOT_LOADED, { wkt: text, projjson }, extent);
  if (found.srid !== null) return found;
  const matched = findCrs(await load(), { wkt: text, projjson }, extent);
  const named = matched.srid === null && matched.name !== null ? sridOfName(matched.name) : null;
  return named === null ? matched : { ...matched, srid: named, how: "by-name", candidates: [...new Set([named, ...matched.candidates])] };
}
