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

/** What PostgreSQL and Prisma call a value that does not fit its type: out of range, unreadable, or no text. */
const DATA_ERRORS = new Set(["22003", "22007", "22008", "22021", "22P02", "22P03", "22P05", "P2020", "P2033"]);

/** The refusal of an input whose value the database could not store; null for other errors. */
export function refusalOfValue(error: unknown): DomainError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && DATA_ERRORS.has(cause.code))
      return new DomainError("malformed", "value-not-storable");
  }
  return null;
}
