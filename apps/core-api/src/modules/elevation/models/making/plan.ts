import { heightProduct, modelMethod } from "@archipel/contracts/elevation-models.ts";
import { id } from "@archipel/contracts/ids.ts";
import { rasterFacts } from "@archipel/contracts/rasters.ts";
import { z } from "zod";
import { readSources } from "../policy.ts";

/** How a model is made. */
export const modelSettings = z.object({
  sourceLayerId: id,
  product: heightProduct,
  method: modelMethod,
  resolution: z.number(),
  withShade: z.boolean(),
});
export type ModelSettings = z.infer<typeof modelSettings>;

const storedFile = z.object({ fileName: z.string(), key: z.string(), size: z.int(), facts: rasterFacts });
export type StoredFile = z.infer<typeof storedFile>;

/** A block that is stored, and not yet shown; without files when no cell of it has a height. */
const madeBlock = z.object({ block: z.string(), files: z.array(storedFile) });
export type MadeBlock = z.infer<typeof madeBlock>;

/** Input of a job that makes a model, or brings it up to date. */
export const modelPlan = z.object({
  layerId: id,
  /** Of a model that does not exist yet. */
  first: modelSettings
    .extend({ title: z.string(), follows: z.boolean(), datasetId: id.nullable(), datasetTitle: z.string().nullable() })
    .nullable(),
  /** The tiles that `done` was made of: when they have changed, it is made again. */
  sources: readSources.default({}),
  done: z.array(madeBlock).default([]),
});
export type ModelPlan = z.infer<typeof modelPlan>;
