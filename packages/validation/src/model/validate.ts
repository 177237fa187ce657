import { assertExtras } from "../extras/registry.ts";
import { compileModel } from "./compile.ts";
import { parseModel } from "./load.ts";
import type { Model } from "./model.ts";
import { ModelError } from "./model-error.ts";

/** The maximum size of a model, in characters of JSON. The largest standard uses a twelfth of it. */
const MAX_SIZE = 800_000;
/** The maximum depth of nesting. Conditions can nest, but real models nest only a few levels. */
const MAX_DEPTH = 40;

/**
 * Validates a model that a person wrote: its size, its structure, every name in it, and the extra rules that it uses.
 *
 * @throws ModelError with the single faults
 */
export function validateModel(json: unknown): Model {
  if (depthOf(json) > MAX_DEPTH)
    throw new ModelError(`the model nests more than ${MAX_DEPTH} levels`, [{ where: "", reason: "too-deep", name: String(MAX_DEPTH) }]);
  if (JSON.stringify(json ?? null).length > MAX_SIZE)
    throw new ModelError("the model is too large", [{ where: "", reason: "too-heavy", name: String(MAX_SIZE / 1000) }]);
  const model = parseModel(json);
  compileModel(model);
  assertExtras(model.extras ?? []);
  return model;
}

/** The depth of nesting, up to the limit. Without recursion, because a very deep value would overflow the stack. */
function depthOf(json: unknown): number {
  let level: unknown[] = [json];
  let depth = 0;
  while (level.length > 0 && depth <= MAX_DEPTH) {
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
    depth++;
  }
  return depth;
}
