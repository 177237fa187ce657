import { z } from "zod";
import { partOf } from "../model/pattern.ts";

/** A pattern with a group, among the parameters of an extra rule. Longer ones than in a model's own places are let through. */
export const groupPatternSchema = z.string().min(1).max(4_000).refine(hasGroup, "this is not a regular expression with a group");

function hasGroup(pattern: string): boolean {
  try {
    partOf(pattern);
    return /\((?!\?)/.test(pattern);
  } catch {
    return false;
  }
}
