import { type ThemeOverrides, themeOverridesSchema } from "./schema.ts";

/** Path of a refused token, for example `colours.light.accent`. */
export interface RefusedToken {
  readonly path: string;
  readonly reason: "unknown" | "invalid";
}

/**
 * Keeps the valid tokens of untrusted input, and lists the refused ones. For reading stored or imported themes,
 * where one bad value must not break a portal; on write, parse with `themeOverridesSchema` and refuse the whole.
 */
export function sanitiseOverrides(input: unknown): { overrides: ThemeOverrides; refused: RefusedToken[] } {
  const refused: RefusedToken[] = [];
  let candidate: unknown = structuredClone(input ?? {});
  // Each pass removes what zod reports; a removal can only shrink the object, so this ends.
  for (;;) {
    const parsed = themeOverridesSchema.safeParse(candidate);
    if (parsed.success) return { overrides: parsed.data, refused };
    for (const issue of parsed.error.issues) {
      const unknownKeys = issue.code === "unrecognized_keys" ? issue.keys : null;
      const paths = unknownKeys ? unknownKeys.map((key) => [...issue.path, key]) : [issue.path];
      for (const path of paths) {
        refused.push({ path: path.join("."), reason: unknownKeys ? "unknown" : "invalid" });
        candidate = without(candidate, path);
      }
    }
  }
}

function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value).flatMap(([key, child]) => {
    if (key !== head) return [[key, child]];
    return rest.length === 0 ? [] : [[key, without(child, rest)]];
  });
  return Object.fromEntries(entries);
}
