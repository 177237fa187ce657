/** Why a file cannot be read or written. */
export type CloudFault =
  | "not-las"
  | "version-unknown"
  | "header-broken"
  | "truncated"
  | "record-broken"
  | "extra-bytes-broken"
  | "format-unknown"
  | "laszip-broken"
  | "chunk-broken"
  | "copc-broken"
  | "hierarchy-broken"
  | "too-large"
  | "not-writable";

/** The parts of a file that cannot be read, for people who look for them. */
export interface BrokenParts {
  /** The first of them, from 1, and how many the file has. */
  part: number;
  parts: number;
  /** Parts that cannot be read, and the points that they hold by their own count. */
  broken: number;
  points: number;
  /** The last point before it, in the CRS of the file; undefined for the first part, and in an octree, whose order says nothing of places. */
  after: readonly [x: number, y: number] | undefined;
}

/** A point cloud that is broken, not supported or too large. The message says what is wrong; `offset` says where, in bytes of the file. */
export class CloudError extends Error {
  override name = "CloudError";
  readonly code: CloudFault;
  readonly offset: number | undefined;
  readonly parts: BrokenParts | undefined;

  constructor(code: CloudFault, message: string, offset?: number, parts?: BrokenParts) {
    super(offset === undefined ? message : `${message} (at byte ${offset})`);
    this.code = code;
    this.offset = offset;
    this.parts = parts;
  }
}

/** Nothing is allocated by a count of a file before it passes one of these. */
export const LIMITS = {
  /** Bytes of all variable length records that are kept in memory. */
  recordBytes: 64 * 2 ** 20,
  records: 10_000,
  /** Points of one compressed chunk. LASzip writes 50,000; COPC nodes have at most some hundred thousand. */
  chunkPoints: 16_000_000,
  chunks: 2_000_000,
  /** Bytes of one page of a COPC hierarchy. */
  pageBytes: 64 * 2 ** 20,
  pages: 200_000,
} as const;

/**
 * Refuses a chunk whose size and count cannot both be true, before memory is taken for either.
 *
 * @param recordLength bytes of a point that is not compressed
 * @throws CloudError `too-large` or `chunk-broken`
 */
export function assertPlausibleChunk(bytes: number, points: number, recordLength: number, offset?: number): void {
  if (points < 1 || points > LIMITS.chunkPoints) throw new CloudError("too-large", `a chunk announces ${points} points`, offset);
  // Compression never doubles the size.
  if (bytes > 2 * points * recordLength + 4096)
    throw new CloudError("chunk-broken", `a chunk of ${points} points has ${bytes} bytes`, offset);
  // A model gives each symbol that did not come at least 1/32768, so even equal points take a hundredth of a bit.
  if (points > 100_000 + 900 * bytes) throw new CloudError("chunk-broken", `${bytes} bytes cannot hold ${points} points`, offset);
}
