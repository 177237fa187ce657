import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { DomainError } from "../../kernel/domain-error.ts";
import { hasAbilitySql } from "../kinds/registry.ts";
import { geometryColumnOf, type TableSpec } from "../tables/layer-table.ts";

/** A vector layer as an editor of its features needs it. */
export interface EditedLayer {
  spec: TableSpec;
  name: string;
  title: string;
  datasetId: string;
  geometryType: string;
  style: unknown;
  /** What a manager declared about its names. */
  gazetteer: unknown;
  revision: number;
  createdAt: Date;
}

interface EditedRow {
  id: string;
  datasetId: string;
  name: string;
  title: string;
  tableName: string;
  geometryType: string;
  srid: number;
  fields: unknown;
  style: unknown;
  gazetteer: unknown;
  revision: number;
  createdAt: Date;
}

const LAYER = `SELECT id, dataset_id AS "datasetId", name, title, table_name AS "tableName",
  geometry_type AS "geometryType", srid, fields, style, gazetteer, revision, created_at AS "createdAt"
  FROM layers WHERE id = ANY ($1::uuid[]) AND community_id = $2::uuid AND status = 'ready' AND ${hasAbilitySql("kind", "edits")} ORDER BY id`;

/**
 * Layers of a community, by id, locked until the transaction ends if wanted. Merges into one layer then follow one another. Locks are taken
 * in one order, so that two merges never wait for each other.
 *
 * @throws DomainError when one does not exist
 */
export async function editedLayers(
  sql: SqlSession,
  communityId: CommunityId,
  ids: readonly string[],
  options: { isLocked: boolean },
): Promise<Map<string, EditedLayer>> {
  const wanted = [...new Set(ids)];
  const rows = await sql.query<EditedRow>(`${LAYER}${options.isLocked ? " FOR UPDATE" : ""}`, [wanted, communityId]);
  if (rows.length < wanted.length) throw new DomainError("not-found", "layer-not-found");
  return new Map(rows.map((row) => [row.id, editedLayerOf(row, communityId)]));
}

/** One layer of a community. @throws DomainError when it does not exist */
export async function editedLayer(sql: SqlSession, communityId: CommunityId, id: string): Promise<EditedLayer> {
  const layer = (await editedLayers(sql, communityId, [id], { isLocked: false })).get(id);
  if (!layer) throw new DomainError("not-found", "layer-not-found");
  return layer;
}

function editedLayerOf(row: EditedRow, communityId: CommunityId): EditedLayer {
  const { name, title, datasetId, geometryType, style, gazetteer, revision, createdAt } = row;
  const spec: TableSpec = {
    layerId: row.id,
    communityId,
    tableName: row.tableName,
    geometry: geometryColumnOf(geometryType, row.srid),
    fields: z.array(layerField).parse(row.fields),
  };
  return { spec, name, title, datasetId, geometryType, style, gazetteer, revision, createdAt };
}
