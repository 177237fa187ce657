import { z } from "zod";
import { communityId } from "./ids.ts";

/** A model's own id: `cnig-plu-2017`. */
export const modelKey = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/);
/** A short text in both languages. */
export const modelTitle = z.object({ fr: z.string(), en: z.string() });

/** A validation model as lists show it. */
export const modelSummary = z.object({
  key: modelKey,
  /** Shipped with the platform, or the community's own. */
  source: z.enum(["shipped", "own"]),
  /** Of one's own: which save this is, 1…n. Null for shipped ones. */
  version: z.int().nullable(),
  title: modelTitle,
  description: modelTitle.nullable(),
  standard: z.object({ name: z.string(), version: z.string().nullable(), url: z.string().nullable() }).nullable(),
  tables: z.int(),
  files: z.int(),
  authorName: z.string().nullable(),
  savedAt: z.date().nullable(),
});
export type ModelSummary = z.infer<typeof modelSummary>;

/**
 * A definition in the format archipel-model/1 (docs/integrators/validation-models.md; its type is `Model` of packages/validation). What a
 * person sends is judged by core-api as a whole: `save` refuses with where it is wrong and why (`errors.model-<reason>`, params `where`,
 * `name` and `others`, how many more faults there are).
 */
export const modelDefinition = z.record(z.string(), z.unknown());
export type ModelDefinition = z.infer<typeof modelDefinition>;

export const modelDetail = modelSummary.extend({
  definition: modelDefinition,
  /** Of one's own: earlier saves and this one, the latest first. */
  versions: z.array(z.object({ version: z.int(), authorName: z.string().nullable(), savedAt: z.date() })),
});
export type ModelDetail = z.infer<typeof modelDetail>;

export const listModelsInput = z.object({ communityId });
/** `version` asks for an earlier save of one's own. */
export const modelInput = z.object({ communityId, key: modelKey, version: z.int().min(1).optional() });
export const saveModelInput = z.object({
  communityId,
  definition: modelDefinition,
  /** The version that was changed; null for a new model. Refused when another person saved in between, or the key is taken. */
  baseVersion: z.int().min(1).nullable(),
});
export const savedModel = z.object({ key: modelKey, version: z.int() });
export const removeModelInput = z.object({ communityId, key: modelKey });
/** `key` is the id that the model is to have; made from the schema's own name when absent. */
export const fromTableSchemaInput = z.object({ communityId, text: z.string().min(2).max(800_000), key: modelKey.optional() });
export const modelDraft = z.object({ definition: modelDefinition });
