import { demandExtras } from "../extras/registry.ts";
import { compileModel } from "./compile.ts";
import { parseModel } from "./load.ts";
import type { Model } from "./model.ts";
import { ModelError } from "./model-error.ts";

/** A model larger than this (characters of JSON) is refused: the largest standard needs a twelfth. */
const MAX_SIZE = 800_000;
/** Conditions nest in conditions; a person's do so a few times. */
const MAX_DEPTH = 40;

/**
 * A model that a person wrote, made sure of as a whole: its size, its form, each name in it, and the rules that it asks for.
 *
 * @throws ModelError with what is wrong, one by one
 */
export function validateModel(json: unknown): Model {
  if (depthOf(json) > MAX_DEPTH)
    throw new ModelError(`the model nests more than ${MAX_DEPTH} levels`, [{ where: "", reason: "too-deep", name: String(MAX_DEPTH) }]);
  if (JSON.stringify(json ?? null).length > MAX_SIZE)
    throw new ModelError("the model is too large", [{ where: "", reason: "too-heavy", name: String(MAX_SIZE / 1000) }]);
  const model = parseModel(json);
  compileModel(model);
  demandExtras(model.extras ?? []);
  return model;
}

/** How deep values nest, without recursion: what is too deep would end it. Stops looking beyond the limit. */
function depthOf(json: unknown): number {
  let level: unknown[] = [json];
  let depth = 0;
  while (level.length > 0 && depth <= MAX_DEPTH) {
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
    depth++;
  }
  return depth;
}
