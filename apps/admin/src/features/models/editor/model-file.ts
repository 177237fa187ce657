import type { ModelDefinition } from "@archipel/contracts/models.ts";
import { modelSchema } from "@archipel/validation/model/model.ts";
import { type Draft, draftOf } from "./draft.ts";

/** The draft of a model in a file; null when the file holds none that the form could show. */
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
