import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import { licences, topics, updateFrequencies, visibilities } from "@archipel/contracts/datasets.ts";
import { type GeometryKind, type LayerSummary, layerField } from "@archipel/contracts/layers.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import { layerStyle } from "@archipel/map-style/layer-style.ts";
import { z } from "zod";

/** A layer as its row holds it, by raw SQL or by Prisma. */
export interface LayerRow {
  id: string;
  datasetId: string;
  name: string;
  title: string;
  kind: string;
  geometryType: string;
  fields: unknown;
  style: unknown;
  featureCount: number;
  bbox: number[];
  minZoom: number;
  maxZoom: number;
  revision: number;
}

export function bboxOf(stored: number[]): Bbox | null {
  const [west, south, east, north] = stored;
  return west === undefined || south === undefined || east === undefined || north === undefined ? null : [west, south, east, north];
}

/** Multi-types, Z and M do not matter to who looks at a map. */
export function geometryKindOf(geometryType: string): GeometryKind {
  const type = geometryType.toLowerCase();
  if (type.includes("collection")) return "mixed";
  if (type.includes("point")) return "point";
  if (type.includes("line") || type.includes("curve")) return "line";
  return type.includes("polygon") || type.includes("surface") ? "polygon" : "mixed";
}

/** Whether a table of this type holds features of several parts. */
function takesParts(geometryType: string): boolean {
  return !/^(point|linestring|polygon)( z)?$/i.test(geometryType);
}

const fields = z.array(layerField);
const kind = z.enum(["vector", "raster", "elevation", "pointcloud", "remote"]);

export function layerSummaryOf(row: LayerRow): LayerSummary {
  const style = layerStyle.safeParse(row.style);
  return {
    id: row.id,
    datasetId: row.datasetId,
    name: row.name,
    title: row.title,
    kind: kind.parse(row.kind),
    geometry: geometryKindOf(row.geometryType),
    takesParts: takesParts(row.geometryType),
    fields: fields.parse(row.fields),
    style: style.success ? style.data : { kind: "auto" },
    featureCount: row.featureCount,
    bbox: bboxOf(row.bbox),
    minZoom: row.minZoom,
    maxZoom: row.maxZoom,
    revision: row.revision,
  };
}

export interface DatasetRow {
  id: string;
  slug: string;
  title: string;
  abstract: string;
  licence: string;
  topic: string;
  keywords: string[];
  isSynthetic: boolean;
  visibility: string;
  isShared: boolean;
  status: string;
  bbox: number[];
  communityId: string;
  communityName: string | null;
  layerCount: number;
  featureCount: number;
  attachmentCount: number;
  updatedAt: Date;
}

const licence = z.enum(licences).catch("other");
const topic = z.enum(topics).catch("other");
const visibility = z.enum(visibilities);
export const updateFrequency = z.enum(updateFrequencies).catch("unknown");
const status = z.enum(["draft", "published"]);

export function datasetSummaryOf(row: DatasetRow): DatasetSummary {
  return {
    ...row,
    licence: licence.parse(row.licence),
    topic: topic.parse(row.topic),
    visibility: visibility.parse(row.visibility),
    status: status.parse(row.status),
    bbox: bboxOf(row.bbox),
    communityName: row.communityName ?? "",
  };
}

/** The part of an address that a title becomes: "Zones inondables (2024)" → "zones-inondables-2024". */
export function slugOf(title: string): string {
  const folded = title
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return folded.length >= 2 ? folded : `dataset-${folded || "1"}`;
}

/** The first of `slug`, `slug-2`, `slug-3`… that is not taken. */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
}
