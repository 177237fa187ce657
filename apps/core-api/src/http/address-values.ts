import { addressNumber } from "@archipel/contracts/decimal.ts";
import { DomainError } from "../kernel/domain-error.ts";

/** What an error repeats of a value. */
const SHOWN = 60;

/** A number of an address. */
export function numberAsked(text: unknown, parameter: string): number {
  const value = typeof text === "string" ? addressNumber(text) : undefined;
  if (value === undefined) throw new DomainError("malformed", "number-malformed", { parameter, value: String(text ?? "").slice(0, SHOWN) });
  return value;
}

/** Degrees of an address, up to `most` on both sides of zero. */
export function degreesAsked(text: unknown, parameter: string, most: number): number {
  const value = numberAsked(text, parameter);
  assertDegrees(value, parameter, most);
  return value;
}

/** Refuses degrees that are more than `most` from zero. */
export function assertDegrees(value: number, parameter: string, most: number): void {
  if (Math.abs(value) <= most) return;
  throw new DomainError("malformed", "number-outside", { parameter, value: String(value), least: String(-most), most: String(most) });
}

/** A period in milliseconds of the epoch; null for an open end. A day as its end lasts until midnight. */
export interface Period {
  from: number | null;
  to: number | null;
}

const DAY_MS = 86_400_000;
const MOMENT = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A day or an instant (RFC 3339), or a period between two, of which `..` or nothing leaves one open. Days are those of UTC. */
export function periodAsked(text: string, parameter: string): Period {
  const [first = "", second, ...others] = text.split("/");
  const malformed = () => new DomainError("malformed", "datetime-malformed", { parameter, value: text.slice(0, SHOWN) });
  const [from, to] = [momentIn(first), momentIn(second ?? first)];
  if (from === undefined || to === undefined || others.length > 0 || (from === null && to === null)) throw malformed();
  if (from && to && from.start >= to.end)
    throw new DomainError("malformed", "datetime-backwards", { parameter, from: first, to: second ?? "" });
  return { from: from?.start ?? null, to: to && to.end - 1 };
}

/** The first millisecond of a moment and the one behind its last; null for an open end, undefined for any other text. */
function momentIn(text: string): { start: number; end: number } | null | undefined {
  if (text === "" || text === "..") return null;
  // A space was a "+" that the caller did not escape.
  const [whole, day, time] = MOMENT.exec(text.toUpperCase().replace(" ", "+")) ?? [];
  const start = whole === undefined ? Number.NaN : Date.parse(whole);
  // Date.parse reads 30 February as 2 March.
  if (Number.isNaN(start) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return undefined;
  return { start, end: start + (time === undefined ? DAY_MS : 1) };
}
