import { formats } from "@archipel/gdal/model.ts";
import { z } from "zod";
import { sourceKey } from "./source.ts";

/** What people chose for the tables of a file, which a new reading respects. */
export interface Overrides {
  /** By `sourceKey`. */
  srids: Map<string, number>;
  /** By main entry of the archive, `""` when there is none. */
  encodings: Record<string, string>;
}

const place = z.object({ format: z.enum(formats), entry: z.string().nullable(), layer: z.string() });
type Place = z.infer<typeof place>;

/** What `uploads.choices` holds. */
export const storedChoices = z.object({
  /** For the original, by `sourceKey`, and by main entry. */
  srids: z.record(z.string(), z.int()).default({}),
  encodings: z.record(z.string(), z.string()).default({}),
  /** For the repaired delivery as it is now, by main entry: dropped when it is written again. */
  encodingsOfRepaired: z.record(z.string(), z.string()).default({}),
  /** Where layers of the repaired delivery, by their `sourceKey`, are in the original. */
  repaired: z.record(z.string(), place).default({}),
});
export type StoredChoices = z.infer<typeof storedChoices>;

/** The same, ready for a reading of the original. */
export function overridesOf({ srids, encodings }: Pick<StoredChoices, "srids" | "encodings">): Overrides {
  return { srids: new Map(Object.entries(srids)), encodings };
}

/** Where a layer of the file that counts is in the original. */
export function originalPlace({ format, entry, layer }: Place, { repaired }: StoredChoices): Place {
  return repaired[sourceKey({ format, entry, layer })] ?? { format, entry, layer };
}
