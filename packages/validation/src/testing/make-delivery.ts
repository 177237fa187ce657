import type { FieldType } from "@archipel/gdal/model.ts";
import { type Geometry, geometryBbox } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import type { CellValue, Delivery, DeliveryRow, DeliveryTable } from "../delivery/delivery.ts";

export interface MadeTable {
  /** Path of its file. The table has the file's name without extension, unless `name` is given. */
  file: string;
  name?: string;
  fields: Record<string, FieldType>;
  rows: readonly { values: readonly CellValue[]; geometry?: Geometry | null }[];
  /** EPSG code; null for a table with geometry and unknown CRS, absent for a table without geometry. */
  srid?: number | null;
  encoding?: string;
}

/** Makes a delivery in memory. */
export function makeDelivery(made: {
  name?: string;
  files?: readonly string[];
  folders?: readonly string[];
  texts?: Readonly<Record<string, string>>;
  tables?: readonly MadeTable[];
  isSingleFile?: boolean;
}): Delivery {
  const { name = "delivery", files = [], folders = [], texts = {}, tables = [], isSingleFile = false } = made;
  const paths = new Set([...files, ...Object.keys(texts), ...tables.map(({ file }) => file)]);
  return {
    name,
    isSingleFile,
    files: [...paths].map((path) => ({ path, size: texts[path]?.length ?? 10 })),
    folders: [...new Set([...folders, ...[...paths].flatMap(parentsOf)])],
    tables: tables.map(tableOf),
    unreadable: [],
    read: async (path) => (path in texts ? new TextEncoder().encode(texts[path]) : null),
  };
}

function parentsOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function tableOf({ file, name, fields, rows, srid, encoding }: MadeTable): DeliveryTable {
  const drawn = rows.flatMap(({ geometry }) => (geometry ? [geometry] : []));
  const made = rows.map(
    ({ values, geometry }, index): DeliveryRow => ({
      row: index + 1,
      id: null,
      values: [...values],
      ewkb: geometry ? writeEwkb(geometry, null, false) : null,
    }),
  );
  return {
    name: name ?? file.replace(/^.*\/|\.[^.]+$/g, ""),
    file,
    format: "gpkg",
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
    geometryType: srid === undefined ? null : "Geometry",
    crs: srid === undefined ? null : { srid, name: null, how: srid === null ? "unknown" : "declared", candidates: [] },
    extent: drawn.length > 0 ? geometryBbox({ type: "GeometryCollection", geometries: drawn }) : null,
    rowCount: rows.length,
    encoding: encoding ?? null,
    isEncodingDoubtful: false,
    async *rows() {
      yield made;
    },
  };
}

/** A square with its lower left corner at x, y, in units of the CRS. */
export function square(x: number, y: number, side = 10): Geometry {
  return {
    type: "Polygon",
    coordinates: [
      [
        [x, y],
        [x + side, y],
        [x + side, y + side],
        [x, y + side],
        [x, y],
      ],
    ],
  };
}
