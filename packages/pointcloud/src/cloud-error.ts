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

/** A point cloud that is broken, not supported or too large. The message says what is wrong; `offset` says where, in bytes of the file. */
export class CloudError extends Error {
  override name = "CloudError";
  readonly code: CloudFault;
  readonly offset: number | undefined;

  constructor(code: CloudFault, message: string, offset?: number) {
    super(offset === undefined ? message : `${message} (at byte ${offset})`);
    this.code = code;
    this.offset = offset;
  }
}

/** Nothing is allocated by a count of a file before it passes one of these. */
export const LIMITS = {
  /** Bytes of all variable length records that are kept in memory. */
  recordBytes: 64 * 2 ** 20,
  records: 10_000,
  /** Points of one compressed chunk. LASzip writes 50,000; COPC nodes have at most some hundred thousand. */
  chunkPoints: 16_000_000,
  /** Compressed bytes of one chunk. */
  chunkBytes: 1024 * 2 ** 20,
  chunks: 20_000_000,
  /** Bytes of one page of a COPC hierarchy. */
  pageBytes: 64 * 2 ** 20,
  pages: 200_000,
} as const;
