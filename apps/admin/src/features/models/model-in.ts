import type { ModelDefinition } from "@archipel/contracts/models.ts";
import type { Model } from "@archipel/validation/model/model.ts";

/** A definition from core-api as a model. core-api has validated it, so that only its format is checked. */
export function modelIn(definition: ModelDefinition): Model {
  if (!isModel(definition)) throw new Error("core-api gave a model of a format that this console does not know");
  return definition;
}

function isModel(definition: ModelDefinition): definition is Model {
  return definition.format === ("archipel-model/1" satisfies Model["format"]);
}
