import { DomainError } from "./domain-error.ts";

/**
 * Refuses texts that the database cannot store: NUL, and halves of surrogate pairs. Every input passes here before any rule reads it.
 *
 * @param input parsed JSON, a query or the parts of a path; bytes and streams are not read
 * @throws DomainError that names the place
 */
export function assertStorable(input: unknown): void {
  // A stack of its own: JSON may be nested deeper than calls can be.
  const left: { value: unknown; at: string }[] = [{ value: input, at: "" }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, at } = next;
    if (typeof value === "string") {
      if (!isStorable(value)) throw new DomainError("malformed", "text-not-storable", { input: at }, at);
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) left.push({ value: item, at: placeOf(at, String(index)) });
    } else if (isRecord(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (!isStorable(key)) throw new DomainError("malformed", "text-not-storable", { input: at }, at);
        left.push({ value: item, at: placeOf(at, key) });
      }
    }
  }
}

/** Longest place that an error names. */
const MAX_PLACE = 120;
const placeOf = (at: string, key: string) => (at === "" ? key : `${at}.${key}`).slice(0, MAX_PLACE);

function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** Plain objects, and those of routers and query parsers, whose prototype is empty. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Reflect.ownKeys(prototype as object).length === 0;
}
