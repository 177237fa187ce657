import type { z } from "zod";
import type { ModelIssue, ModelReason } from "./model-error.ts";

type Issue = z.core.$ZodIssue;

/** Converts zod's issues to issues of the model, at most one for each place. */
export function modelIssues(error: z.ZodError, json: unknown): ModelIssue[] {
  const byPlace = new Map<string, ModelIssue>();
  for (const issue of error.issues) {
    const closest = closestIssue(issue);
    const where = placeIn(json, closest.path);
    if (!byPlace.has(where)) byPlace.set(where, { where, ...reasonOf(closest, valueAt(json, closest.path)) });
  }
  return [...byPlace.values()];
}

/** For a union, the issue of the alternative that the value matches to the greatest depth. */
function closestIssue(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flatMap(([first]) => (first && first.path.length > 0 ? [closestIssue(first)] : []));
  const [best] = inner.sort((a, b) => b.path.length - a.path.length);
  return best ? { ...best, path: [...issue.path, ...best.path] } : issue;
}

function reasonOf(issue: Issue, value: unknown): { reason: ModelReason; name: string } {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined ? { reason: "missing", name: "" } : { reason: "wrong-type", name: issue.expected };
    case "unrecognized_keys":
      return { reason: "unknown-key", name: issue.keys.join(", ") };
    case "invalid_value":
      return value === undefined ? { reason: "missing", name: "" } : { reason: "not-a-choice", name: issue.values.map(String).join(", ") };
    case "too_big":
      return { reason: "too-large", name: String(issue.maximum) };
    case "too_small":
      return { reason: "too-small", name: String(issue.minimum) };
    case "invalid_format":
      return value === "" ? { reason: "missing", name: "" } : { reason: "wrong-format", name: issue.format };
    case "custom":
      return { reason: reasonIn(issue.params), name: typeof value === "string" ? value : "" };
    default:
      return { reason: "wrong-shape", name: "" };
  }
}

function reasonIn(params: Record<string, unknown> | undefined): ModelReason {
  const reason = params?.reason;
  return reason === "not-a-pattern" || reason === "pattern-too-heavy" ? reason : "wrong-shape";
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined), json);
}

/** The path of a value as text. An element of a list is given by its name if it has one, because people do not count positions. */
function placeIn(json: unknown, path: readonly PropertyKey[]): string {
  const parts = path.map((key, index) => {
    if (typeof key !== "number") return String(key);
    const name = valueAt(json, [...path.slice(0, index + 1), "name"]);
    return typeof name === "string" && name !== "" ? name.slice(0, 128) : String(key + 1);
  });
  return parts.join(".").slice(0, 400);
}
