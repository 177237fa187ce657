import type { ModelDefinition } from "@archipel/contracts/models.ts";
import { modelSchema } from "@archipel/validation/model/model.ts";
import { type Draft, draftOf } from "./draft.ts";

/** Reads the draft of a model from a file; null when the form cannot show what the file holds. */
export function readModelFile(text: string): Draft | null {
  const json = jsonIn(text);
  return modelSchema.safeParse(json).success ? draftOf(json as ModelDefinition) : null;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return null;
  }
}
