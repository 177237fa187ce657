import { randomUUID } from "node:crypto";
import { MAX_EDITS, type ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { Attribute } from "../../layers/attributes/attribute-columns.ts";
import type { EditedLayer } from "../merge/edited-layer.ts";
import { currentFeatures, pastFeatures, type Versioned } from "../merge/snapshots.ts";
import { storedGeometry } from "./geometry.ts";
import { checkedValues } from "./values.ts";

export interface EditsOwner {
  id: string;
  communityId: string;
}

/**
 * Takes proposed changes of one layer into a contribution. A second change of the same feature is added to the first.
 *
 * @param locked columns of the layer that nobody edits
 * @param drawnSrid the CRS of the edits' coordinates, easting or longitude first
 * @throws DomainError when a change does not fit the layer, or its feature does not exist
 */
export async function storeEdits(
  sql: SqlSession,
  owner: EditsOwner,
  layer: EditedLayer,
  locked: readonly string[],
  edits: readonly ProposedEdit[],
  drawnSrid = 4326,
): Promise<string[]> {
  const bases = await baseFeatures(sql, layer, edits);
  const ids: string[] = [];
  let together = new Map<number, FeatureChange>();
  const storeTogether = async () => {
    ids.push(...(await storeChanges(sql, owner, layer, [...together.values()])));
    together = new Map();
  };
  for (const edit of edits) {
    if (edit.operation === "insert") {
      await storeTogether();
      ids.push(await storeInsert(sql, owner, layer, locked, edit, drawnSrid));
      continue;
    }
    const base = bases.get(`${edit.fid} ${edit.baseVersion}`);
    if (!base) throw new DomainError("not-found", "feature-not-found", { fid: edit.fid });
    // One statement changes a feature once.
    if (together.has(base.fid)) await storeTogether();
    together.set(base.fid, await changeOf(sql, layer, locked, edit, base, drawnSrid));
  }
  await storeTogether();
  return ids;
}

/** The features as their editors saw them, by `fid version`. */
async function baseFeatures(sql: SqlSession, layer: EditedLayer, edits: readonly ProposedEdit[]): Promise<Map<string, Versioned>> {
  const wanted = edits.flatMap((edit) => (edit.operation === "insert" ? [] : [{ fid: edit.fid, version: edit.baseVersion }]));
  const found = new Map<string, Versioned>();
  const keep = (feature: Versioned) => void found.set(`${feature.fid} ${feature.version}`, feature);
  for (const feature of (
    await currentFeatures(
      sql,
      layer.spec,
      wanted.map(({ fid }) => fid),
    )
  ).values())
    keep(feature);
  for (const feature of await pastFeatures(
    sql,
    layer.spec,
    wanted.filter(({ fid, version }) => !found.has(`${fid} ${version}`)),
  ))
    keep(feature);
  return found;
}

async function storeInsert(
  sql: SqlSession,
  owner: EditsOwner,
  layer: EditedLayer,
  locked: readonly string[],
  edit: Extract<ProposedEdit, { operation: "insert" }>,
  drawnSrid: number,
): Promise<string> {
  const values = checkedValues(layer.spec.fields, locked, edit.values);
  const geometry = edit.geometry === null ? null : await storedGeometry(sql, layer.spec.geometry, edit.geometry, null, drawnSrid);
  const rows = await sql.query<{ id: string }>(
    `INSERT INTO contribution_edits (id, community_id, contribution_id, layer_id, operation, fields, has_geometry, geom)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, 'insert', $5::jsonb, true, $6::geometry)
     ON CONFLICT (id) DO UPDATE SET fields = EXCLUDED.fields, geom = EXCLUDED.geom, updated_at = now()
       WHERE contribution_edits.contribution_id = EXCLUDED.contribution_id AND contribution_edits.layer_id = EXCLUDED.layer_id
         AND contribution_edits.operation = 'insert'
     RETURNING id`,
    [edit.editId ?? randomUUID(), owner.communityId, owner.id, layer.spec.layerId, JSON.stringify(values), geometry],
  );
  if (!rows[0]) throw new DomainError("not-found", "edit-not-found");
  return rows[0].id;
}

/** A change of a feature that is there, as it is stored; without `geometry` the shape stays. */
interface FeatureChange {
  operation: "update" | "delete";
  base: Versioned;
  values: Record<string, Attribute>;
  geometry?: string | null;
  reason: string;
}

async function changeOf(
  sql: SqlSession,
  layer: EditedLayer,
  locked: readonly string[],
  edit: Exclude<ProposedEdit, { operation: "insert" }>,
  base: Versioned,
  drawnSrid: number,
): Promise<FeatureChange> {
  if (edit.operation === "delete") return { operation: "delete", base, values: {}, reason: edit.reason ?? "" };
  const change: FeatureChange = { operation: "update", base, values: checkedValues(layer.spec.fields, locked, edit.values), reason: "" };
  const drawn = edit.geometry;
  if (drawn === undefined) return change;
  const geometry = drawn && (await storedGeometry(sql, layer.spec.geometry, drawn, base.snapshot.geometry, drawnSrid));
  return { ...change, geometry };
}

/** Where a contribution (`contribution_edits AS e`) changes the feature already: what is said anew counts, the rest stays. */
export const ADDED_TO_EARLIER = `ON CONFLICT (contribution_id, layer_id, fid) DO UPDATE SET
       operation = EXCLUDED.operation, updated_at = now(), reason = EXCLUDED.reason,
       fields = CASE WHEN EXCLUDED.operation = 'delete' OR e.operation = 'delete' THEN EXCLUDED.fields ELSE e.fields || EXCLUDED.fields END,
       base_version = CASE WHEN e.operation = EXCLUDED.operation THEN e.base_version ELSE EXCLUDED.base_version END,
       has_geometry = EXCLUDED.has_geometry OR (e.has_geometry AND EXCLUDED.operation = 'update' AND e.operation = 'update'),
       geom = CASE WHEN EXCLUDED.has_geometry OR EXCLUDED.operation = 'delete' THEN EXCLUDED.geom ELSE e.geom END`;

/**
 * Changes of different features in one statement, which thousands of cells need: a statement for each would count the contribution's
 * versions one by one. What earlier changes of the same contribution said of other columns stays. Gives their ids in order.
 */
async function storeChanges(sql: SqlSession, owner: EditsOwner, layer: EditedLayer, changes: readonly FeatureChange[]): Promise<string[]> {
  if (changes.length === 0) return [];
  const rows = await sql.query<{ id: string; fid: number }>(
    `INSERT INTO contribution_edits AS e
       (id, community_id, contribution_id, layer_id, operation, fid, base_version, fields, has_geometry, geom, reason)
     SELECT gen_random_uuid(), $1::uuid, $2::uuid, $3::uuid, w.operation, w.fid, w.version, w.fields::jsonb, w.has_geometry, w.shape::geometry,
       w.reason
     FROM unnest($4::text[], $5::bigint[], $6::integer[], $7::text[], $8::boolean[], $9::text[], $10::text[])
       WITH ORDINALITY AS w(operation, fid, version, fields, has_geometry, shape, reason, place)
     ORDER BY w.place
     ${ADDED_TO_EARLIER}
     RETURNING id, fid::float8 AS fid`,
    [
      owner.communityId,
      owner.id,
      layer.spec.layerId,
      changes.map(({ operation }) => operation),
      changes.map(({ base }) => base.fid),
      changes.map(({ base }) => base.version),
      changes.map(({ values }) => JSON.stringify(values)),
      changes.map(({ geometry }) => geometry !== undefined),
      changes.map(({ geometry }) => geometry ?? null),
      changes.map(({ reason }) => reason),
    ],
  );
  const ids = new Map(rows.map(({ id, fid }) => [fid, id]));
  return changes.map(({ base }) => ids.get(base.fid) ?? "");
}

/** A stored edit, its geometry as EWKB in hexadecimal. */
export interface StoredEdit {
  id: string;
  layerId: string;
  operation: "insert" | "update" | "delete";
  fid: number | null;
  baseVersion: number | null;
  values: Record<string, Attribute>;
  hasGeometry: boolean;
  geometry: string | null;
  mergedVersion: number | null;
  /** Why a feature should go. */
  reason: string;
}

const EDIT = `SELECT id, layer_id AS "layerId", operation, fid, base_version AS "baseVersion", fields AS values, has_geometry AS "hasGeometry",
  encode(ST_AsEWKB(geom), 'hex') AS geometry, merged_version AS "mergedVersion", reason FROM contribution_edits`;

export interface EditFilter {
  readonly operation?: StoredEdit["operation"] | null;
  readonly id?: string | null;
}

const OF_OWNER = `contribution_id = $1::uuid AND community_id = $2::uuid
  AND ($3::text IS NULL OR operation = $3) AND ($4::uuid IS NULL OR id = $4::uuid)`;

/** The edits of a contribution in the order in which they were made. */
export function editsOf(
  sql: SqlSession,
  owner: EditsOwner,
  page?: { limit: number; offset: number },
  { operation = null, id = null }: EditFilter = {},
): Promise<StoredEdit[]> {
  const limits = page ? ` LIMIT ${Number(page.limit)} OFFSET ${Number(page.offset)}` : "";
  return sql.query<StoredEdit>(`${EDIT} WHERE ${OF_OWNER} ORDER BY position${limits}`, [owner.id, owner.communityId, operation, id]);
}

/** The edit of a contribution that changes a feature. */
export async function editOfFeature(sql: SqlSession, owner: EditsOwner, layerId: string, fid: number): Promise<StoredEdit | null> {
  const rows = await sql.query<StoredEdit>(
    `${EDIT} WHERE contribution_id = $1::uuid AND community_id = $2::uuid AND layer_id = $3::uuid AND fid = $4::bigint`,
    [owner.id, owner.communityId, layerId, fid],
  );
  return rows[0] ?? null;
}

export async function countEdits(sql: SqlSession, owner: EditsOwner, { operation = null, id = null }: EditFilter = {}): Promise<number> {
  const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM contribution_edits WHERE ${OF_OWNER}`, [
    owner.id,
    owner.communityId,
    operation,
    id,
  ]);
  return row?.count ?? 0;
}

/** @throws DomainError when a contribution holds more than is reviewed in one piece */
export async function refuseTooMany(sql: SqlSession, owner: EditsOwner): Promise<void> {
  if ((await countEdits(sql, owner)) > MAX_EDITS) throw new DomainError("invalid", "too-many-edits", { most: MAX_EDITS });
}

/** The first edit whose shape crosses itself or is otherwise no shape: where, and why. */
export async function invalidEdit(sql: SqlSession, owner: EditsOwner) {
  const rows = await sql.query<{ id: string; fid: number | null; reason: string; lon: number; lat: number }>(
    `SELECT e.id, e.fid, (d).reason, ST_X(p.place) AS lon, ST_Y(p.place) AS lat
     FROM contribution_edits e CROSS JOIN LATERAL ST_IsValidDetail(e.geom) AS d
       CROSS JOIN LATERAL ST_Transform(ST_SetSRID((d).location, ST_SRID(e.geom)), 4326) AS p(place)
     WHERE e.contribution_id = $1::uuid AND e.community_id = $2::uuid AND e.operation <> 'delete' AND NOT ST_IsValid(e.geom) LIMIT 1`,
    [owner.id, owner.communityId],
  );
  return rows[0];
}

/** How many edits have such a shape. */
export async function countInvalid(sql: SqlSession, owner: EditsOwner): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM contribution_edits
     WHERE contribution_id = $1::uuid AND community_id = $2::uuid AND operation <> 'delete' AND NOT ST_IsValid(geom)`,
    [owner.id, owner.communityId],
  );
  return row?.count ?? 0;
}
