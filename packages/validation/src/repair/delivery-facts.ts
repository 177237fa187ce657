import type { Bbox } from "@archipel/geo/bbox.ts";
import { canonicalSrid } from "@archipel/geo/crs.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { type EasementName, type PlanningName, readDocumentName } from "../extras/cnig/document-name.ts";
import { cnigMetadataParams } from "../extras/cnig/metadata.ts";
import { boxInDegrees, projectorOf } from "../geometry/to-degrees.ts";
import type { CompiledModel } from "../model/compile.ts";
import { dayOf } from "../rules/types.ts";

/** Facts about a delivery that a metadata record needs. */
export interface DeliveryFacts {
  name: string;
  /** Path of the record. */
  recordFile: string;
  document: PlanningName | EasementName | null;
  /** The document's date from the delivery's name, YYYY-MM-DD. */
  date: string | null;
  /** Bounding box of all tables, in degrees. */
  extent: Bbox | null;
  /** EPSG code of the first table with geometries and a known CRS. */
  srid: number | null;
  isDrawn: boolean;
  /** Formats of its tables with geometries, with the names that catalogues use. */
  formats: string[];
  /** The CNIG standard of the model. `date` is the day of publication if the model gives it, else the year of the standard. */
  standard: { type: string; year: number; date: string } | null;
}

const FORMATS: Readonly<Record<string, string>> = {
  shapefile: "ESRI Shapefile",
  gpkg: "GeoPackage",
  geojson: "GeoJSON",
  geojsonseq: "GeoJSON",
  gml: "GML",
  csv: "CSV",
  dbf: "DBF",
  "mapinfo-tab": "MapInfo TAB",
  "mapinfo-mif": "MapInfo MIF/MID",
  flatgeobuf: "FlatGeobuf",
  topojson: "TopoJSON",
  esrijson: "ESRI JSON",
  jsonfg: "JSON-FG",
  xlsx: "XLSX",
  ods: "ODS",
  geoparquet: "GeoParquet",
};

/** Derives facts from a delivery without reading rows. */
export function factsOfDelivery(
  delivery: Delivery,
  { model }: CompiledModel,
  recordFile: string,
  fallbackSrid: number | undefined,
): DeliveryFacts {
  const drawn = delivery.tables.filter(({ geometryType, extent }) => geometryType !== null && extent !== null);
  const srids = drawn.map(({ crs }) => crs?.srid ?? fallbackSrid ?? null);
  const boxes = drawn.flatMap(({ extent }, index): number[] => boxInDegrees(extent, projectorOf(srids[index] ?? null)) ?? []);
  const document = readDocumentName(delivery.name);
  const date = document ? dayOf(document.date) : null;
  const asked = cnigMetadataParams.safeParse(model.extras?.find(({ rule }) => rule === "cnig-metadata")?.params);
  const srid = srids.find((known) => known !== null) ?? null;
  return {
    name: delivery.name,
    recordFile,
    document,
    date,
    extent: aroundAll(boxes),
    srid: srid === null ? null : canonicalSrid(srid),
    isDrawn: drawn.length > 0,
    formats: [...new Set((drawn.length > 0 ? drawn : delivery.tables).map(({ format }) => FORMATS[format] ?? format))],
    standard: asked.success ? { ...asked.data, date: model.standard?.date ?? String(asked.data.year) } : null,
  };
}

/** @param flat west, south, east and north of each box, one box after the other */
function aroundAll(flat: readonly number[]): Bbox | null {
  if (flat.length === 0) return null;
  const side = (offset: number) => flat.filter((_, index) => index % 4 === offset);
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))];
}
