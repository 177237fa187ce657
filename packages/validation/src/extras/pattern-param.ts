import { z } from "zod";
import { firstGroupOf } from "../model/pattern.ts";

/** A pattern with a group, as a parameter of an extra rule. It may be longer than the other patterns of a model. */
export const groupPatternSchema = z.string().min(1).max(4_000).refine(hasGroup, "this is not a regular expression with a group");

function hasGroup(pattern: string): boolean {
  try {
    firstGroupOf(pattern);
    return /\((?!\?)/.test(pattern);
  } catch {
    return false;
  }
}
