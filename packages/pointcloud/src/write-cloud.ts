import { type ByteSink, viewOf, writeUint64 } from "./byte-io.ts";
import { CloudError } from "./cloud-error.ts";
import type { PointColumns } from "./las/columns.ts";
import { type LasHeader, writeHeader } from "./las/header.ts";
import { type PointFormat, pointFormat } from "./las/point-format.ts";
import { writeRecords } from "./las/records.ts";
import { CloudStatistics } from "./las/statistics.ts";
import { type VariableRecord, writeVlrs } from "./las/vlr.ts";
import { writeChunkTable } from "./laz/chunk-table.ts";
import { ChunkEncoder } from "./laz/encode-chunk.ts";
import { isLaszipRecord, writeLaszipRecord } from "./laz/laszip-record.ts";

/** `fixed`: chunks of equal size, which every reader knows. `variable`: chunks of any size. */
export type Compression = "none" | "fixed" | "variable";

export interface NewCloud {
  /** Format, scale, offset and what else the new header says; counts, bounds and offsets are written at the end. */
  header: LasHeader;
  records: readonly VariableRecord[];
  extraBytes: number;
  compression: Compression;
}

/**
 * Writes a LAS or LAZ file batch by batch. LAZ is written for formats 6, 7 and 8.
 *
 * The header is written at the end: a file without it was not finished.
 */
export class CloudWriter {
  private readonly sink: ByteSink;
  private readonly header: LasHeader;
  private readonly format: PointFormat;
  private readonly extraBytes: number;
  private readonly records: VariableRecord[];
  private readonly encoder: ChunkEncoder | undefined;
  private readonly compression: Compression;
  private readonly statistics = new CloudStatistics();
  private readonly chunks: { length: number; points: number }[] = [];
  private at: number;

  /** @param chunkPoints points of each chunk but the last of a file with fixed chunks */
  constructor(sink: ByteSink, cloud: NewCloud, chunkPoints = 50_000) {
    this.sink = sink;
    this.format = pointFormat(cloud.header.pointFormat);
    this.extraBytes = cloud.extraBytes;
    this.compression = cloud.compression;
    const isCompressed = cloud.compression !== "none";
    this.records = cloud.records.filter((record) => !isLaszipRecord(record));
    if (isCompressed) {
      this.encoder = new ChunkEncoder(this.format, cloud.extraBytes);
      this.records.push(writeLaszipRecord(this.format, cloud.extraBytes, cloud.compression === "fixed" ? chunkPoints : undefined));
    }
    this.chunkPoints = chunkPoints;
    const recordLength = this.format.size + cloud.extraBytes;
    this.header = { ...cloud.header, isCompressed, recordLength, evlrOffset: 0, evlrCount: 0, vlrCount: this.records.length };
    this.header.headerSize = writeHeader(this.header).length;
    this.header.pointOffset = this.header.headerSize + writeVlrs(this.records).length;
    this.at = this.header.pointOffset + (isCompressed ? 8 : 0);
  }
  private readonly chunkPoints: number;

  /**
   * Adds points. In a compressed file they are one chunk.
   *
   * @throws CloudError `not-writable` when a file with fixed chunks gets another one after one that was not full
   */
  async add(columns: PointColumns): Promise<void> {
    if (columns.count === 0) return;
    this.statistics.add(columns);
    const isAfterLast = (this.chunks.at(-1)?.points ?? this.chunkPoints) !== this.chunkPoints;
    if (this.compression === "fixed" && (columns.count > this.chunkPoints || isAfterLast)) {
      throw new CloudError("not-writable", `only the last chunk can have other than ${this.chunkPoints} points`);
    }
    const bytes = this.encoder ? this.encoder.encode(columns) : writeRecords(columns, this.format, this.extraBytes);
    this.chunks.push({ length: bytes.length, points: columns.count });
    await this.sink.write(this.at, bytes);
    this.at += bytes.length;
  }

  /** Writes the table of chunks, the records and the header.
   *
   * @returns the size of the file in bytes */
  async finish(): Promise<number> {
    const { header, sink } = this;
    this.statistics.describe(header);
    if (this.encoder) {
      const place = new Uint8Array(8);
      writeUint64(viewOf(place), 0, this.at);
      const table = writeChunkTable(this.chunks, this.compression === "variable");
      await sink.write(this.at, table);
      await sink.write(header.pointOffset, place);
      this.at += table.length;
    }
    await sink.write(header.headerSize, writeVlrs(this.records));
    await sink.write(0, writeHeader(header));
    return this.at;
  }
}
