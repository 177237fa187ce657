/** A file that nobody should be hurt by. */
export interface HostileFile {
  name: string;
  /** As it was handed in: people and programs lie about extensions. */
  fileName: string;
  /** Made when its turn comes: all of them at once would fill memory. */
  content: () => Uint8Array | string | Promise<Uint8Array | string>;
}

/** What must not be met, read or reached, named in the files that try. */
export interface Bait {
  /** Of a listener that must never be called. */
  url: string;
  /** Of a file beside the service that must never be read. */
  secretPath: string;
}

/** The text of a value repeated, wrapped in an opening and as many closings. */
export function nested(open: string, inner: string, close: string, depth: number): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}
