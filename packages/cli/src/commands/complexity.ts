import type { Complexity } from "@archipel/validation/model/geometry.ts";
import { UsageError } from "../usage-error.ts";

const MEASURES = ["vertices", "rings", "parts", "density"] as const;
type Limits = Partial<Record<(typeof MEASURES)[number], number>>;

/**
 * The limits on geometries of `--complexity-warning` and `--complexity-error`; null when neither is given.
 *
 * @param densityAbove density counts only for lines and rings with more vertices
 * @throws UsageError for a text that is not a list like `vertices=5000,density=0.5`
 */
export function complexityOf(warning: string | undefined, error: string | undefined, densityAbove: number | null): Complexity | null {
  const degrees = { warning: limitsOf("--complexity-warning", warning), error: limitsOf("--complexity-error", error) };
  const complexity: Complexity = {};
  for (const measure of MEASURES) {
    const limit = {
      ...(degrees.warning[measure] === undefined ? {} : { warning: degrees.warning[measure] }),
      ...(degrees.error[measure] === undefined ? {} : { error: degrees.error[measure] }),
    };
    if (Object.keys(limit).length > 0) complexity[measure] = limit;
  }
  if (densityAbove !== null && !complexity.density) throw new UsageError("density-missing");
  if (densityAbove) complexity.densityAbove = densityAbove;
  return Object.keys(complexity).length > 0 ? complexity : null;
}

function limitsOf(option: string, given: string | undefined): Limits {
  const limits: Limits = {};
  for (const part of given?.split(",") ?? []) {
    const [, name, text] = /^([a-z]+)=(\d{1,12}(?:\.\d{1,12})?)$/.exec(part.trim()) ?? [];
    const measure = MEASURES.find((one) => one === name);
    const value = Number(text);
    if (!measure || !(value > 0)) throw new UsageError("limits", { option, given: given ?? "" });
    limits[measure] = value;
  }
  return limits;
}
