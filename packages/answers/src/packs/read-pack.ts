import type { z } from "zod";
import type { Mistake, MistakeReason } from "./mistake.ts";
import { type Pack, packSchema } from "./pack.ts";
import { referenceMistakes } from "./references.ts";

/** The most mistakes that are reported at once. */
const MAX_MISTAKES = 500;
/** The most values in the JSON of a pack or of a portal's changes. The largest pack that ships has about 8,000. */
const MAX_VALUES = 100_000;
/** The most rules of a pack. The largest that ships has about 150; each sentence of more would be read before anything is said. */
const MAX_RULES = 5_000;

export type ReadPack = { pack: Pack; mistakes: readonly [] } | { pack: null; mistakes: readonly Mistake[] };

/**
 * Reads a pack. Every mistake of its shape is reported; if it has none, every name in it that refers to nothing.
 *
 * @param json the parsed JSON of the pack; nothing about it is trusted
 */
export function readPack(json: unknown): ReadPack {
  if (rulesIn(json) > MAX_RULES) return { pack: null, mistakes: [{ where: "themes", reason: "too-large", name: String(MAX_RULES) }] };
  if (isTooLarge(json)) return { pack: null, mistakes: [tooLarge] };
  const parsed = packSchema.safeParse(json);
  const mistakes = parsed.success ? referenceMistakes(parsed.data) : shapeMistakes(parsed.error, json);
  if (parsed.success && mistakes.length === 0) return { pack: parsed.data, mistakes: [] };
  return { pack: null, mistakes: capped(mistakes) };
}

/** Whether the JSON has more values than are read at all. Without recursion, because a very deep value would overflow the stack. */
export function isTooLarge(json: unknown): boolean {
  const left: unknown[] = [json];
  for (let seen = 0; left.length > 0; ) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const part of Object.values(value)) {
      seen++;
      if (seen > MAX_VALUES) return true;
      left.push(part);
    }
  }
  return false;
}

export const tooLarge: Mistake = { where: "pack", reason: "too-large", name: String(MAX_VALUES) };

/** The first mistakes, and how many more there are. */
export function capped(mistakes: readonly Mistake[]): readonly Mistake[] {
  const left = mistakes.length - MAX_MISTAKES;
  return left > 0 ? [...mistakes.slice(0, MAX_MISTAKES), { where: "pack", reason: "too-many", name: String(left) }] : mistakes;
}

function rulesIn(json: unknown): number {
  const themes = valueAt(json, ["themes"]);
  if (!Array.isArray(themes)) return 0;
  const lists = themes.map((theme: unknown) => valueAt(theme, ["rules"]));
  return lists.reduce((sum: number, rules) => sum + (Array.isArray(rules) ? rules.length : 0), 0);
}

type Issue = z.core.$ZodIssue;

/** Mistakes of a shape: zod's issues, at most one for each place and reason. */
export function shapeMistakes(error: z.ZodError, json: unknown): Mistake[] {
  const byPlace = new Map<string, Mistake>();
  for (const issue of error.issues.flatMap(closestIssues)) {
    const mistake: Mistake = { where: placeIn(json, issue.path), ...reasonOf(issue, valueAt(json, issue.path)) };
    const place = `${mistake.where} ${mistake.reason} ${mistake.name}`;
    if (!byPlace.has(place)) byPlace.set(place, mistake);
  }
  return [...byPlace.values()];
}

/** For a union, the issues of the alternative that the value matches to the greatest depth. */
function closestIssues(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const depthOf = (issues: readonly Issue[]) => issues.reduce((deepest, { path }) => Math.max(deepest, path.length), 0);
  const [best] = issue.errors.filter((issues) => depthOf(issues) > 0).sort((a, b) => depthOf(b) - depthOf(a));
  if (!best) return [issue];
  return best.flatMap((inner) => closestIssues({ ...inner, path: [...issue.path, ...inner.path] }));
}

type Reason = Pick<Mistake, "reason" | "name">;

function reasonOf(issue: Issue, value: unknown): Reason {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined ? { reason: "missing", name: "" } : { reason: "wrong-type", name: issue.expected };
    case "unrecognized_keys":
      return { reason: "unknown-key", name: issue.keys.join(", ").slice(0, 200) };
    case "invalid_value":
      return value === undefined ? { reason: "missing", name: "" } : { reason: "not-a-choice", name: issue.values.map(String).join(", ") };
    case "invalid_union":
      return value === undefined ? { reason: "missing", name: "" } : { reason: "wrong-shape", name: "" };
    case "too_big":
      return { reason: "too-large", name: String(issue.maximum) };
    case "too_small":
      return value === "" ? { reason: "missing", name: "" } : { reason: "too-small", name: String(issue.minimum) };
    case "invalid_format":
      return { reason: "wrong-format", name: String(value).slice(0, 80) };
    case "custom":
      return ownReason(issue.params);
    default:
      return { reason: "wrong-shape", name: "" };
  }
}

const OWN: readonly MistakeReason[] = [
  "not-a-pattern",
  "pattern-too-heavy",
  "no-language",
  "message-unreadable",
  "message-too-complex",
  "placeholder-unknown",
  "placeholder-formatted",
];

function ownReason(params: Record<string, unknown> | undefined): Reason {
  const reason = OWN.find((one) => one === params?.reason) ?? "wrong-shape";
  return { reason, name: typeof params?.name === "string" ? params.name.slice(0, 80) : "" };
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined), json);
}

/** The path of a value as text. An element of a list is given by its key if it has one, because people do not count positions. */
function placeIn(json: unknown, path: readonly PropertyKey[]): string {
  const parts = path.map((key, index) => {
    if (typeof key !== "number") return String(key);
    const element = valueAt(json, path.slice(0, index + 1));
    const name = typeof element === "object" && element !== null ? (Reflect.get(element, "key") ?? Reflect.get(element, "id")) : undefined;
    return typeof name === "string" && name !== "" ? name.slice(0, 80) : String(key + 1);
  });
  return (parts.join(".") || "pack").slice(0, 400);
}
