import type { Published } from "../measure/publish-file.ts";

/** Processes behind one port. */
export interface Setting {
  name: string;
  port: number;
  pids: readonly number[];
}

/** What the parts of the bench share. */
export interface World {
  layer: Published;
  settings: readonly Setting[];
  /** Process ids of the two servers. */
  databases: { primary: number; replica: number };
  folder: string;
  rounds: number;
  parts: ReadonlySet<string>;
  /** The primary. */
  url: string;
}
