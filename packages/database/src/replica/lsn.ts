/** A position in PostgreSQL's write-ahead log (a "log sequence number"), in bytes from its beginning. */
export type Lsn = bigint;

const PARTS = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/** Reads the two hexadecimal halves that PostgreSQL writes, such as `16/B374D848`. @throws RangeError for other texts */
export function parseLsn(text: string): Lsn {
  const [, high, low] = PARTS.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new RangeError(`not a position in the write-ahead log: ${JSON.stringify(text)}`);
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** Longest header of a page of the log, in bytes: that of the first page of a file. */
const PAGE_HEADER = 40n;

/**
 * The least position that a replica reports once it has replayed all that is before an insert position. The two differ at the beginning of a
 * page: the next record goes behind the page's header, and a replica that waits for it has replayed up to the page. A record that ends within
 * the first bytes of a page began before the page, because no record is that short: a server that has replayed up to the page has replayed it.
 *
 * @param pageBytes the server's `wal_block_size`
 */
export function replayedBefore(insertPosition: Lsn, pageBytes: bigint): Lsn {
  const inPage = insertPosition % pageBytes;
  return inPage <= PAGE_HEADER ? insertPosition - inPage : insertPosition;
}
