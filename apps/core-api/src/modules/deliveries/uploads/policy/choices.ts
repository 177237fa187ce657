import { fieldNameRule } from "@archipel/contracts/uploads.ts";
import { formats } from "@archipel/gdal/model.ts";
import { z } from "zod";
import { sourceKey } from "./source.ts";

/** What people chose for the tables of a file. A new reading applies it. */
export interface Overrides {
  /** By `sourceKey`. */
  srids: Map<string, number>;
  /** By main entry of the archive; `""` when the file is not an archive. */
  encodings: Record<string, string>;
}

const place = z.object({ format: z.enum(formats), entry: z.string().nullable(), layer: z.string() });
type Place = z.infer<typeof place>;

/** What `uploads.choices` holds. */
export const storedChoices = z.object({
  /** For the original: CRS by `sourceKey`, encodings by main entry. */
  srids: z.record(z.string(), z.int()).default({}),
  encodings: z.record(z.string(), z.string()).default({}),
  /** For the current repaired delivery, by main entry. Dropped when the delivery is written again. */
  encodingsOfRepaired: z.record(z.string(), z.string()).default({}),
  /** Place in the original of each layer of the repaired delivery, by `sourceKey`. */
  repaired: z.record(z.string(), place).default({}),
  /** The findings whose fields get the names of their columns when the upload is published. */
  renamedFields: z.array(fieldNameRule).default([]),
});
export type StoredChoices = z.infer<typeof storedChoices>;

/** The choices in the form that a reading of the original takes. */
export function overridesOf({ srids, encodings }: Pick<StoredChoices, "srids" | "encodings">): Overrides {
  return { srids: new Map(Object.entries(srids)), encodings };
}

/** The place in the original of a layer of the current file. */
export function originalPlace({ format, entry, layer }: Place, { repaired }: StoredChoices): Place {
  return repaired[sourceKey({ format, entry, layer })] ?? { format, entry, layer };
}
