import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { namingColumn } from "../../../layer-store/describe/naming-column.ts";
import { styleOf } from "../../../layer-store/describe/style.ts";
import type { Lens } from "../../../layer-store/lens/lens.ts";
import { narrowed } from "../../../layer-store/lens/narrow.ts";
import { type Attribute, valueAt } from "../../../layer-store/tables/attribute-columns.ts";
import { readLayer } from "../../access/lens/service/through-lens.ts";
import { type FeatureSource, readableLayer } from "../queries.ts";

const fieldsSchema = z.array(layerField);

/** A layer's table with its visible fields, and the column that names a feature. */
export interface NamedSource extends FeatureSource {
  naming: string | null;
}

/** @param layer narrowed to `lens` */
export function sourceOf(
  layer: { tableName: string; srid: number; geometryType: string; fields: unknown; style: unknown },
  lens: Lens | null = null,
): NamedSource {
  const all = fieldsSchema.parse(layer.fields);
  const naming = namingColumn({ geometryType: layer.geometryType, fields: all, style: styleOf(layer.style) });
  return { tableName: layer.tableName, srid: layer.srid, lens, fields: all.filter((field: LayerField) => !field.isHidden), naming };
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
export function versionOfText(
  { revision, updatedAt }: { revision: number; updatedAt: Date },
  edition: string,
  lens: Lens | null = null,
): string {
  return `${edition}-${revision}-${updatedAt.getTime().toString(36)}${lens ? `-${lens.hash}` : ""}`;
}

type ReadableLayer = NonNullable<Awaited<ReturnType<typeof readableLayer>>>;

/**
 * Reads a layer's rows as the caller may: all, or those that the caller's grants give.
 *
 * @throws DomainError when the layer does not exist or the caller may read nothing of it
 */
export async function readThrough<T>(
  core: Core,
  actor: Actor,
  layerId: string,
  work: (sql: SqlSession, source: NamedSource, layer: ReadableLayer) => Promise<T>,
): Promise<T> {
  const found = await readLayer(
    core,
    actor,
    layerId,
    (sql) => readableLayer(sql, layerId),
    async (sql, row, lens) => {
      const layer = narrowed(row, lens);
      return { result: await work(sql, sourceOf(layer, lens), layer) };
    },
  );
  if (!found) throw new DomainError("not-found", "layer-not-found");
  return found.result;
}

/** A whole layer, which no grant opens in part. @throws DomainError when it does not exist or the caller may not read it */
export async function readable(sql: SqlSession, layerId: string) {
  const layer = await readableLayer(sql, layerId);
  if (!layer) throw new DomainError("not-found", "layer-not-found");
  return layer;
}
