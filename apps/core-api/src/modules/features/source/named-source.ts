import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import { namingColumn } from "../../../layer-store/describe/naming-column.ts";
import { styleOf } from "../../../layer-store/describe/style.ts";
import { type Attribute, valueAt } from "../../../layer-store/tables/attribute-columns.ts";
import { type FeatureSource, readableLayer } from "../queries.ts";

const fieldsSchema = z.array(layerField);

/** A layer's table with its visible fields, and the column that names a feature. */
export interface NamedSource extends FeatureSource {
  naming: string | null;
}

export function sourceOf(layer: { tableName: string; geometryType: string; fields: unknown; style: unknown }): NamedSource {
  const all = fieldsSchema.parse(layer.fields);
  const naming = namingColumn({ geometryType: layer.geometryType, fields: all, style: styleOf(layer.style) });
  return { tableName: layer.tableName, fields: all.filter((field: LayerField) => !field.isHidden), naming };
}

/** A feature's label: the value of the naming column, else its `fid`. */
export function labelOf(properties: Record<string, Attribute>, source: NamedSource, fid: number): string {
  const name = source.naming === null ? null : valueAt(properties, source.naming);
  return name === null || name === "" ? `n° ${fid}` : String(name);
}

/**
 * Names the text that a layer is written to: two texts of the same version are equal.
 *
 * @param edition of the writer: changes when the same layer is written to another text
 */
export function versionOfText({ revision, updatedAt }: { revision: number; updatedAt: Date }, edition: string): string {
  return `${edition}-${revision}-${updatedAt.getTime().toString(36)}`;
}

/** @throws DomainError when the layer does not exist or the caller may not read it */
export async function readable(sql: SqlSession, layerId: string) {
  const layer = await readableLayer(sql, layerId);
  if (!layer) throw new DomainError("not-found", "layer-not-found");
  return layer;
}
