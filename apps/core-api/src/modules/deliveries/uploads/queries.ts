import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { keysetPage, keysetPlace } from "../../../kernel/keyset.ts";
import type { Overrides } from "./policy/choices.ts";
import type { Quota, UnderWay } from "./policy/quota.ts";
import { type StoredCrs, type StoredSource, sourceKey } from "./policy/source.ts";

export type UploadRow = Prisma.UploadGetPayload<object>;
export type UploadLayerRow = Prisma.UploadLayerGetPayload<object>;

export function uploadOfJob(tx: Tx, communityId: CommunityId, uploadId: string): Promise<UploadRow | null> {
  return tx.upload.findUnique({ where: { id: uploadId, communityId } });
}

/** The model that an upload was last checked against; null without a check. */
export function checkedModel(
  tx: Tx,
  communityId: CommunityId,
  uploadId: string,
): Promise<{ modelKey: string; modelVersion: number | null } | null> {
  return tx.check.findFirst({
    where: { communityId, uploadId, finishedAt: { not: null } },
    select: { modelKey: true, modelVersion: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
}

export async function layerOverrides(tx: Tx, communityId: CommunityId, uploadId: string): Promise<Overrides> {
  const layers = await tx.uploadLayer.findMany({ where: { uploadId, communityId } });
  const overrides: Overrides = { srids: new Map(), encodings: {} };
  for (const layer of layers) {
    const source = layer.source as StoredSource;
    const crs = layer.crs as StoredCrs;
    if (crs.isChosen && layer.chosenSrid !== null) overrides.srids.set(sourceKey(source), layer.chosenSrid);
    if (source.isEncodingChosen && source.encoding) overrides.encodings[source.entry ?? ""] = source.encoding;
  }
  return overrides;
}

/** Without documents: an upload can have thousands. */
const uploadWithLayers = {
  include: { layers: { orderBy: { position: "asc" } } },
  omit: { documents: true },
} satisfies Pick<Prisma.UploadFindManyArgs, "include" | "omit">;
export type UploadWithLayers = Prisma.UploadGetPayload<typeof uploadWithLayers>;

export function findUpload(tx: Tx, communityId: CommunityId, uploadId: string): Promise<UploadWithLayers | null> {
  return tx.upload.findFirst({ where: { id: uploadId, communityId }, ...uploadWithLayers });
}

/**
 * What is under way, of the caller in all communities and of the community. Until the transaction ends, other openings of both wait: they
 * count this one.
 */
export async function lockUnderWay(tx: Tx, communityId: CommunityId, personId: string): Promise<Quota> {
  for (const whose of [`uploads of person ${personId}`, `uploads of community ${communityId}`]) {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${whose}, 0))::text AS locked`;
  }
  const [person] = await tx.$queryRaw<UnderWay[]>`SELECT number, bytes FROM app.own_uploads_under_way()`;
  const [community] = await tx.$queryRaw<UnderWay[]>`
    SELECT count(*)::int AS number, coalesce(sum(size), 0)::float8 AS bytes FROM uploads
    WHERE community_id = ${communityId}::uuid AND status = 'receiving'`;
  if (!person || !community) throw new Error("the counts of uploads returned no row");
  return { person, community };
}

/** Deletes those of these uploads whose bytes are still arriving, and returns them. Not every id is of an upload: some are names of files. */
export function deleteReceiving(tx: Tx, ids: readonly string[]): Promise<{ id: string; communityId: string; fileName: string }[]> {
  return tx.$queryRaw`
    DELETE FROM uploads WHERE id::text = ANY (${[...ids]}) AND status = 'receiving'
    RETURNING id, community_id AS "communityId", file_name AS "fileName"`;
}

/** A page of uploads, newest first. */
export async function pageOfUploads(
  tx: Tx,
  communityId: CommunityId,
  page: { cursor?: string | null | undefined; limit: number },
): Promise<{ items: UploadWithLayers[]; total: number; nextCursor: string | null }> {
  const [, moment, after] = keysetPlace(page.cursor) ?? [0, null, null];
  const found = await tx.$queryRaw<{ id: string; at: unknown }[]>`
    SELECT id, jsonb_build_array(0, (-extract(epoch FROM created_at))::text, id) AS at FROM uploads
    WHERE community_id = ${communityId}::uuid
      AND (${after}::uuid IS NULL OR (-extract(epoch FROM created_at), id) > (${moment}::numeric, ${after}::uuid))
    ORDER BY -extract(epoch FROM created_at), id LIMIT ${page.limit + 1}`;
  const { rows, nextCursor } = keysetPage(found, page.limit);
  const read = await tx.upload.findMany({ where: { communityId, id: { in: rows.map(({ id }) => id) } }, ...uploadWithLayers });
  const byId = new Map(read.map((upload) => [upload.id, upload]));
  const total = await tx.upload.count({ where: { communityId } });
  return { items: rows.flatMap(({ id }) => byId.get(id) ?? []), total, nextCursor };
}

/** The files of an upload that hold no layer; null when there is no upload of this id. */
export async function documentsOf(tx: Tx, communityId: CommunityId, uploadId: string): Promise<unknown> {
  const found = await tx.upload.findFirst({ where: { id: uploadId, communityId }, select: { documents: true } });
  return found?.documents ?? null;
}

export interface SeverityCount {
  uploadLayerId: string | null;
  severity: string;
  occurrences: number;
}

export async function countFindings(tx: Tx, communityId: CommunityId, uploadIds: string[]): Promise<SeverityCount[]> {
  const groups = await tx.uploadFinding.groupBy({
    by: ["uploadLayerId", "severity"],
    where: { communityId, uploadId: { in: uploadIds } },
    _sum: { occurrences: true },
  });
  return groups.map(({ uploadLayerId, severity, _sum }) => ({ uploadLayerId, severity, occurrences: _sum.occurrences ?? 0 }));
}

export async function pageOfFindings(
  tx: Tx,
  communityId: CommunityId,
  filter: { uploadId: string; uploadLayerId?: string | undefined; severity?: string | undefined },
  page: { offset: number; limit: number },
) {
  const where: Prisma.UploadFindingWhereInput = {
    communityId,
    uploadId: filter.uploadId,
    ...(filter.uploadLayerId ? { uploadLayerId: filter.uploadLayerId } : {}),
    ...(filter.severity ? { severity: filter.severity } : {}),
  };
  // Errors before warnings before information. The alphabetical order of the words (error, info, warning) is not this order.
  const items = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM upload_findings
    WHERE community_id = ${communityId}::uuid AND upload_id = ${filter.uploadId}::uuid
      AND (${filter.uploadLayerId ?? null}::uuid IS NULL OR upload_layer_id = ${filter.uploadLayerId ?? null}::uuid)
      AND (${filter.severity ?? null}::text IS NULL OR severity = ${filter.severity ?? null})
    ORDER BY array_position(ARRAY['error', 'warning', 'info'], severity), upload_layer_id NULLS FIRST, rule, feature_index NULLS FIRST, id
    LIMIT ${page.limit} OFFSET ${page.offset}`;
  const rows = await tx.uploadFinding.findMany({ where: { id: { in: items.map((item) => item.id) } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { items: items.flatMap(({ id }) => byId.get(id) ?? []), total: await tx.uploadFinding.count({ where }) };
}

/** Whether PostGIS can transform from a CRS. */
export async function isKnownSrid(tx: Tx, srid: number): Promise<boolean> {
  const rows = await tx.$queryRaw<{ srid: number }[]>`SELECT srid FROM spatial_ref_sys WHERE srid = ${srid}::integer`;
  return rows.length === 1;
}

/** The WKT of a CRS; null when PostGIS does not know it. */
export async function wktOf(tx: Tx, srid: number): Promise<string | null> {
  const rows = await tx.$queryRaw<{ srtext: string | null }[]>`SELECT srtext FROM spatial_ref_sys WHERE srid = ${srid}::integer`;
  return rows[0]?.srtext ?? null;
}

/**
 * Sets an upload back to the state that its job expects, so that the job can be retried.
 *
 * @throws DomainError when the upload has changed its state in the meantime
 */
export async function resetUploadStatus(
  tx: Tx,
  job: { communityId: CommunityId; subjectId: string; status: string },
  status: "checking" | "publishing",
): Promise<void> {
  const { count } = await tx.upload.updateMany({
    where: { id: job.subjectId, communityId: job.communityId, status: { in: ["checked", "failed", "received"] } },
    data: { status, error: Prisma.DbNull },
  });
  if (count === 0) throw new DomainError("conflict", "job-cannot-be-retried", { status: job.status });
}

/** Share of the sample's width below which a preview map does not show vertices. */
const DETAIL = 1 / 1500;

/**
 * A sample as GeoJSON geometries in degrees, simplified for a preview map; null for a feature that the CRS cannot place. Features are
 * transformed one by one only after the common statement failed.
 */
export async function sampleGeoJson(sql: SqlSession, hexes: string[], srid: number): Promise<(string | null)[]> {
  await sql.script("SAVEPOINT before_preview");
  try {
    return await transformAll(sql, hexes, srid);
  } catch {
    await sql.script("ROLLBACK TO SAVEPOINT before_preview");
  }
  const texts: (string | null)[] = [];
  for (const hex of hexes) {
    await sql.script("SAVEPOINT before_feature");
    try {
      texts.push((await transformAll(sql, [hex], srid))[0] ?? null);
    } catch {
      await sql.script("ROLLBACK TO SAVEPOINT before_feature");
      texts.push(null);
    }
  }
  return texts;
}

async function transformAll(sql: SqlSession, hexes: string[], srid: number): Promise<(string | null)[]> {
  const rows = await sql.query<{ geojson: string | null }>(
    `WITH placed AS MATERIALIZED (
       SELECT position, ST_Force2D(ST_Transform(ST_SetSRID(hex::geometry, $2::integer), 4326)) AS geom
       FROM string_to_table($1, ',') WITH ORDINALITY AS t(hex, position)),
     extent AS (SELECT ST_Extent(geom)::geometry AS box FROM placed)
     SELECT ST_AsGeoJSON(ST_Simplify(geom, (ST_XMax(box) - ST_XMin(box)) * ${DETAIL}, true), 6) AS geojson
     FROM placed, extent ORDER BY position`,
    [hexes.join(","), srid],
  );
  return rows.map(({ geojson }) => geojson);
}
