/** A file that tries to harm its reader. */
export interface HostileFile {
  name: string;
  /** Its name as uploaded: people and programs use wrong extensions. */
  fileName: string;
  /** Built when its turn comes: all files at once would fill memory. */
  content: () => Uint8Array | string | Promise<Uint8Array | string>;
}

/** Targets that the hostile files try to read or reach. */
export interface Bait {
  /** Address of a listener that must never be called. */
  url: string;
  /** Path of a file beside the service that must never be read. */
  secretPath: string;
}

/** The text of a value wrapped in `depth` opening and closing marks. */
export function nested(open: string, inner: string, close: string, depth: number): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}
