import { z } from "zod";
import { communityId, id } from "./ids.ts";

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
  /** Shipped with the platform, or written by the community. */
  source: z.enum(["shipped", "own"]),
  /** Number of the save of a community's own model, 1…n. Null for shipped models. */
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
 * A definition in the format archipel-model/1 (docs/integrators/validation-models.md; its type is `Model` of packages/validation). core-api
 * validates it as a whole: `save` refuses it with the place and the reason (`errors.model-<reason>`, parameters `where`, `name` and `others`,
 * the number of further faults).
 */
export const modelDefinition = z.record(z.string(), z.unknown());
export type ModelDefinition = z.infer<typeof modelDefinition>;

export const modelDetail = modelSummary.extend({
  /** Of a community's own model, also as the bin names it; null for a shipped one. */
  id: id.nullable(),
  definition: modelDefinition,
  /** For a community's own model: all saves up to this one, the latest first. */
  versions: z.array(z.object({ version: z.int(), authorName: z.string().nullable(), savedAt: z.date() })),
});
export type ModelDetail = z.infer<typeof modelDetail>;

export const listModelsInput = z.object({ communityId });
/** `version` requests an earlier save of a community's own model. */
export const modelInput = z.object({ communityId, key: modelKey, version: z.int32().min(1).optional() });
export const saveModelInput = z.object({
  communityId,
  definition: modelDefinition,
  /** The version that was changed; null for a new model. Refused when someone else saved since, or when the key is taken. */
  baseVersion: z.int32().min(1).nullable(),
});
export const savedModel = z.object({ key: modelKey, version: z.int() });
export const removeModelInput = z.object({ communityId, key: modelKey });
/** `key` is the id of the new model; derived from the schema's name when absent. */
export const fromTableSchemaInput = z.object({ communityId, text: z.string().min(2).max(800_000), key: modelKey.optional() });
export const modelDraft = z.object({ definition: modelDefinition });
