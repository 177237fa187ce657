import { z } from "zod";

/** `data/archipel.json` of the file of a community: what the file holds, for the import and for people. */

export const FORMAT = "archipel-community";
/** Raised when an import of an older platform would misread the file. */
export const FORMAT_VERSION = 1;

/** Where things are in the payload. */
export const PATHS = {
  manifest: "data/archipel.json",
  table: (name: string) => `data/tables/${name}.ndjson`,
  layer: (tableName: string, suffix: string) => `data/layers/${tableName}${suffix}.ndjson`,
  object: (key: string) => `data/objects/${key.slice("sha256/".length)}`,
  objects: "data/objects/",
  open: "data/open/",
} as const;

const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
const count = z.int().min(0);
const column = z.object({ name, type: z.string().max(100) });

export const bagManifest = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  /** The latest migration of the platform that wrote it. */
  schema: z.string().max(200),
  writtenAt: z.string().max(40),
  platform: z.string().max(300),
  community: z.object({ id: z.uuid(), slug: z.string().max(100), name: z.string().max(500) }),
  tables: z.array(z.object({ name, rows: count, columns: z.array(column).max(200) })).max(300),
  layers: z
    .array(z.object({ id: z.uuid(), tableName: z.string().regex(/^l_[0-9a-f]{32}$/), rows: count, versions: count.nullable() }))
    .max(20_000),
  objects: z.object({ count, bytes: count, missing: z.array(z.string().max(100)).max(10_000) }),
  /** What is not in the file, and why. */
  left: z.array(z.object({ table: name, columns: z.array(name).nullable(), fate: z.string().max(20), why: z.string().max(300) })).max(300),
});
export type BagManifest = z.infer<typeof bagManifest>;
