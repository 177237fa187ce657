import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { type StoredCrs, type StoredSource, sourceKey } from "./stored/source.ts";

/** What people chose for the layers of an upload, which a new check respects. */
export interface Overrides {
  /** By `sourceKey`. */
  srids: Map<string, number>;
  /** By main entry of the archive, `""` when there is none. */
  encodings: Record<string, string>;
}

export type UploadRow = Prisma.UploadGetPayload<object>;
export type UploadLayerRow = Prisma.UploadLayerGetPayload<object>;

export function uploadOfJob(tx: Tx, communityId: CommunityId, uploadId: string): Promise<UploadRow | null> {
  return tx.upload.findUnique({ where: { id: uploadId, communityId } });
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

const uploadWithLayers = { layers: { orderBy: { position: "asc" } } } satisfies Prisma.UploadInclude;
export type UploadWithLayers = Prisma.UploadGetPayload<{ include: typeof uploadWithLayers }>;

export function findUpload(tx: Tx, communityId: CommunityId, uploadId: string): Promise<UploadWithLayers | null> {
  return tx.upload.findFirst({ where: { id: uploadId, communityId }, include: uploadWithLayers });
}

export async function pageOfUploads(tx: Tx, communityId: CommunityId, page: { offset: number; limit: number }) {
  const where = { communityId };
  const items = await tx.upload.findMany({
    where,
    include: uploadWithLayers,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    skip: page.offset,
    take: page.limit,
  });
  return { items, total: await tx.upload.count({ where }) };
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
  // Errors before warnings before information, as the words happen to sort: error, info, warning would not do.
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

/** The job at work on each of these uploads. */
export async function openJobs(tx: Tx, communityId: CommunityId, uploadIds: string[]): Promise<Map<string, string>> {
  const jobs = await tx.job.findMany({
    where: { communityId, subjectId: { in: uploadIds }, status: { in: ["waiting", "progress"] } },
    select: { id: true, subjectId: true },
  });
  return new Map(jobs.map((job) => [job.subjectId, job.id]));
}

export async function namesOf(tx: Tx, userIds: string[]): Promise<Map<string, string>> {
  const users = await tx.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [user.id, user.name]));
}

/** Whether PostGIS can transform from a CRS. */
export async function isKnownSrid(tx: Tx, srid: number): Promise<boolean> {
  const rows = await tx.$queryRaw<{ srid: number }[]>`SELECT srid FROM spatial_ref_sys WHERE srid = ${srid}::integer`;
  return rows.length === 1;
}
