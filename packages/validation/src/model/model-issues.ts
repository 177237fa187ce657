import type { z } from "zod";
import type { ModelIssue, ModelReason } from "./model-error.ts";

type Issue = z.core.$ZodIssue;

/** What zod says of a model that somebody wrote, in our own words: at most one issue for each place. */
export function modelIssues(error: z.ZodError, json: unknown): ModelIssue[] {
  const byPlace = new Map<string, ModelIssue>();
  for (const issue of error.issues) {
    const told = deepest(issue);
    const where = placeIn(json, told.path);
    if (!byPlace.has(where)) byPlace.set(where, { where, ...reasonOf(told, valueAt(json, told.path)) });
  }
  return [...byPlace.values()];
}

/** Of the forms that a value could have had, the one that it came closest to. */
function deepest(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flatMap(([first]) => (first && first.path.length > 0 ? [deepest(first)] : []));
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

/** Elements of lists are called by their name where they have one: people do not count. */
function placeIn(json: unknown, path: readonly PropertyKey[]): string {
  const parts = path.map((key, index) => {
    if (typeof key !== "number") return String(key);
    const name = valueAt(json, [...path.slice(0, index + 1), "name"]);
    return typeof name === "string" && name !== "" ? name.slice(0, 128) : String(key + 1);
  });
  return parts.join(".").slice(0, 400);
}
