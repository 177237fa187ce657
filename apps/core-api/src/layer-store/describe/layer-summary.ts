import { type LayerSummary, layerField, layerKind } from "@archipel/contracts/layers.ts";
import { z } from "zod";
import { bboxOf } from "../../kernel/stored-bbox.ts";
import { layerKinds } from "../kinds/registry.ts";
import { geometryKindOf, takesParts } from "./geometry-kind.ts";
import { styleOf } from "./style.ts";
import { type Reading, translatedLayer } from "./translated-layer.ts";

/** What the row of a layer holds, read by raw SQL or by Prisma. */
export interface LayerRecord {
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
  texts: unknown;
}

const fields = z.array(layerField);

/** A layer as its readers see it: without the names of hidden fields, in their language. */
export function layerSummaryOf(row: LayerRecord, reading: Reading | null = null): LayerSummary {
  const whole = wholeSummaryOf(row);
  const layer = { ...whole, fields: whole.fields.filter(({ isHidden }) => !isHidden) };
  return reading ? translatedLayer(layer, row.texts, reading) : layer;
}

/** A layer as people who edit its data or settings see it. */
export function wholeSummaryOf(row: LayerRecord): LayerSummary {
  const kind = layerKind.parse(row.kind);
  return {
    id: row.id,
    datasetId: row.datasetId,
    name: row.name,
    title: row.title,
    kind,
    abilities: [...layerKinds[kind].abilities],
    geometry: geometryKindOf(row.geometryType),
    takesParts: takesParts(row.geometryType),
    fields: fields.parse(row.fields),
    style: styleOf(row.style),
    featureCount: row.featureCount,
    bbox: bboxOf(row.bbox),
    minZoom: row.minZoom,
    maxZoom: row.maxZoom,
    revision: row.revision,
  };
}
