import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { MAX_ATTACHMENTS } from "@archipel/contracts/attachments.ts";
import type { Tx } from "@archipel/database/database.ts";
import { type ArchiveEntry, listContents, streamEntries } from "@archipel/gdal/formats/archive.ts";
import { defaultLimits } from "@archipel/gdal/model.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { factsOf, type StoredRaster } from "../policy/rasters.ts";
import { HEAD_BYTES, mediaTypeOf } from "./media-type.ts";
import type { PublishPlan, StoredDocument } from "./plan.ts";

/** Rows per statement. */
const BATCH = 500;
/** Larger documents stay in the delivery and are not attached. */
const MAX_BYTES = 500_000_000;
const BYTES = "application/octet-stream";
/** Documents up to this size are stored beside each other: each waits for the disk and for the database, not for a processor. */
const SMALL_BYTES = 256 * 1024;
const AT_ONCE = 8;

/**
 * Stores the chosen documents of a delivery as objects, under the archive's caps. A file whose content is not a document that a browser may
 * receive is skipped. Nothing is visible until `writeAttachments`.
 */
export async function storeDocuments(
  core: Core,
  path: string,
  chosen: readonly string[],
  rasters: readonly StoredRaster[],
  onProgress: (done: number) => Promise<void>,
): Promise<StoredDocument[]> {
  if (chosen.length === 0) return [];
  await listContents(path, defaultLimits);
  const data = new Set(rasters.flatMap(({ path: file, companions }) => [file, ...companions]));
  const stored: StoredDocument[] = [];
  const seen = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let done = 0;
  const store = async (entry: ArchiveEntry, mediaType: string, content: Iterable<Buffer> | AsyncIterable<Buffer>) => {
    const { key, size } = await core.storage.put(Readable.from(content));
    stored.push({ path: entry.path, mediaType, size, key });
  };
  const visit = async (entry: ArchiveEntry, content: Readable) => {
    await onProgress(++done);
    const isData = data.has(entry.path);
    // An archive may hold two entries of one name: the first counts.
    if ((entry.size > MAX_BYTES && !isData) || seen.has(entry.path)) return;
    seen.add(entry.path);
    const { head, rest } = await peek(content);
    const mediaType = mediaTypeOf(entry.path, head) ?? (isData ? BYTES : null);
    if (mediaType === null) return;
    if (entry.size > SMALL_BYTES) return store(entry, mediaType, rest);
    const task = store(entry, mediaType, [await buffer(rest)]);
    underWay.add(task);
    task.then(() => underWay.delete(task)).catch(() => {});
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
  };
  try {
    await streamEntries(path, new Set(chosen), visit);
    await Promise.all(underWay);
  } finally {
    // No document is stored after the caller has gone on.
    await Promise.allSettled(underWay);
  }
  return stored;
}

/** Shows the documents with the rest of the publication. A document replaces the one of the same path, and keeps its id and title. */
export async function writeAttachments(tx: Tx, run: JobRun, plan: PublishPlan, rasters: readonly StoredRaster[]): Promise<number> {
  const { communityId, subjectId: uploadId } = run.job;
  const { datasetId } = plan;
  const stored = plan.attachments ?? [];
  const paths = stored.map(({ path }) => path);
  const before = await tx.datasetAttachment.findMany({
    where: { datasetId, communityId },
    select: { id: true, path: true, title: true, position: true },
  });
  const known = new Map(before.map((row) => [row.path, row]));
  const rasterAt = new Map(rasters.map((raster) => [raster.path, raster]));
  const replaced = before.filter(({ path }) => paths.includes(path));
  const room = MAX_ATTACHMENTS - (before.length - replaced.length);
  const first = before.reduce((last, { position }) => Math.max(last, position + 1), 0);
  const sorted = [...stored].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, room);
  await tx.datasetAttachment.deleteMany({ where: { id: { in: replaced.map(({ id }) => id) }, communityId } });
  const rows = sorted.map(({ path, mediaType, size, key }, index) => {
    const fileName = path.slice(path.lastIndexOf("/") + 1);
    const old = known.get(path);
    const raster = rasterAt.get(path);
    return {
      id: old?.id ?? randomUUID(),
      communityId,
      datasetId,
      uploadId,
      path,
      fileName,
      title: old?.title ?? titleOf(fileName),
      mediaType,
      size,
      sha256: key.replace(/^sha256\//, ""),
      objectKey: key,
      ...(raster ? { raster: factsOf(raster), previewKey: raster.previewKey } : {}),
      position: old?.position ?? first + index,
    };
  });
  for (let at = 0; at < rows.length; at += BATCH) await tx.datasetAttachment.createMany({ data: rows.slice(at, at + BATCH) });
  return rows.length;
}

/** `30014_reglement_20171013.pdf` → `30014 reglement 20171013`. */
export function titleOf(fileName: string): string {
  const bare = fileName
    .replace(/(\.copc)?\.[a-z0-9]{1,5}$/i, "")
    .replace(/[_\s]+/g, " ")
    .replace(/\p{C}/gu, "")
    .trim();
  return (bare || fileName).slice(0, 200);
}

/** The first bytes of a stream, and the whole stream to read. */
async function peek(content: Readable): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const chunks = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  async function* whole() {
    yield* first;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  return { head: Buffer.concat(first), rest: whole() };
}
