import { readExactly } from "./byte-io.ts";
import { assertPlausibleChunk, CloudError, LIMITS } from "./cloud-error.ts";
import { ALL_FIELDS, type Field, type PointColumns } from "./las/columns.ts";
import type { PointFormat } from "./las/point-format.ts";
import { readRecords } from "./las/records.ts";
import { type ChunkPlace, readChunkTable } from "./laz/chunk-table.ts";
import { ChunkDecoder } from "./laz/decode-chunk.ts";
import { LAYERED, type LaszipRecord } from "./laz/laszip-record.ts";
import { PointwiseDecoder } from "./laz/pointwise/decode-pointwise.ts";
import type { Cloud } from "./open-cloud.ts";

/** A part of a file that can be read alone. */
export type BatchPlace = ChunkPlace;

/** Turns the bytes of a part into points. Without a state that others see, so that threads can each have one. */
export interface BatchDecoder {
  decode(bytes: Uint8Array, count: number, fields: ReadonlySet<Field>): PointColumns;
}

/** Points of a batch of a file that is not compressed. */
const BATCH = 50_000;

/**
 * The parts of a file, in file order: chunks if it is compressed.
 *
 * @throws CloudError `chunk-broken`, `truncated` or `too-large`
 */
export async function batchPlaces(cloud: Cloud): Promise<BatchPlace[]> {
  const { header, laszip } = cloud;
  const { pointCount, pointOffset, recordLength } = header;
  if (pointCount === 0) return [];
  if (laszip && laszip.compressor !== 1) return readChunkTable(cloud.read, { pointOffset, pointCount, chunkPoints: laszip.chunkPoints });
  if (laszip) throw new CloudError("format-unknown", "points compressed without chunks (LASzip before 2.0) cannot be read", pointOffset);
  if (pointCount > LIMITS.chunks * BATCH) throw new CloudError("too-large", `the header announces ${pointCount} points`, 247);
  await readExactly(cloud.read, pointOffset + (pointCount - 1) * recordLength, recordLength, "the last point");
  return Array.from({ length: Math.ceil(pointCount / BATCH) }, (_, i) => {
    const points = Math.min(BATCH, pointCount - i * BATCH);
    return { offset: pointOffset + i * BATCH * recordLength, length: points * recordLength, points };
  });
}

/** What a decoder needs to know; plain data that can be sent to another thread. */
export interface Encoding {
  format: PointFormat;
  extraBytes: number;
  laszip: LaszipRecord | undefined;
}

export function encodingOf({ format, extraBytes, laszip }: Cloud): Encoding {
  return { format, extraBytes, laszip };
}

/**
 * The decoder for the parts of a file.
 *
 * @throws CloudError `format-unknown` for versions of LASzip items that are not known
 */
export function batchDecoder({ format, extraBytes, laszip }: Encoding): BatchDecoder {
  if (!laszip) return { decode: (bytes, count, fields) => readRecords(bytes, count, format, format.size + extraBytes, fields) };
  if (laszip.compressor !== LAYERED) return new PointwiseDecoder(format, extraBytes, laszip.items);
  const version = laszip.items[0]?.version ?? 0;
  if (version < 3 || version > 4) throw new CloudError("format-unknown", `version ${version} of the compressed layers cannot be read`);
  return new ChunkDecoder(format, extraBytes, version);
}

/** Reads the bytes of one part. */
export async function readBatch(cloud: Cloud, place: BatchPlace): Promise<Uint8Array> {
  assertPlausibleChunk(place.length, place.points, cloud.header.recordLength, place.offset);
  return readExactly(cloud.read, place.offset, place.length, "the points");
}

/**
 * All points of a file, part by part, in file order. At most one part is in memory.
 *
 * @param fields what to read besides positions
 * @throws CloudError when the points are broken
 */
export async function* pointBatches(cloud: Cloud, fields: ReadonlySet<Field> = ALL_FIELDS): AsyncGenerator<PointColumns> {
  const decoder = batchDecoder(encodingOf(cloud));
  for (const place of await batchPlaces(cloud)) yield decoder.decode(await readBatch(cloud, place), place.points, fields);
}
