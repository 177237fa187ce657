import type { DayFormat } from "./layers.ts";

const [LOWEST, HIGHEST] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * A whole number as people and programs write it, as a column of 64 bits holds it.
 *
 * @returns a number while that is exact, else its digits; undefined when the text is not such a number or does not fit
 */
export function wholeNumberOf(text: string): number | string | undefined {
  if (!/^[+-]?\d{1,40}$/.test(text)) return undefined;
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  const exact = BigInt(text);
  return exact >= LOWEST && exact <= HIGHEST ? exact.toString() : undefined;
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?$/;
/** The database keeps microseconds. */
const DIGITS = 6;

/** An instant in UTC with up to six digits of a second (`2024-01-02T03:04:05.123456Z`); undefined without a zone or for no instant. */
export function instantOf(text: string): string | undefined {
  const parts = MOMENT.exec(text);
  if (!parts?.[5]) return undefined;
  const moment = momentFrom(parts, parts[5]);
  return moment && `${moment.toISOString().slice(0, 19)}${fractionOf(parts[4])}Z`;
}

/** The time of a clock, without a zone (`2024-01-02T03:04:05.5`); undefined with a zone, or for a time that does not exist. */
export function clockTimeOf(text: string): string | undefined {
  const parts = MOMENT.exec(text);
  if (!parts || parts[5]) return undefined;
  const moment = momentFrom(parts, "Z");
  return moment && `${moment.toISOString().slice(0, 19)}${fractionOf(parts[4])}`;
}

/** The moment without its fraction. A leap second is the one after it, as in PostgreSQL. */
function momentFrom([, day = "", minutes = "", seconds = "00"]: RegExpExecArray, zone: string): Date | undefined {
  const isLeap = seconds === "60";
  const moment = new Date(`${day}T${minutes}:${isLeap ? "59" : seconds}${zone}`);
  if (Number.isNaN(moment.getTime()) || !isDay(day)) return undefined;
  const shifted = isLeap ? new Date(moment.getTime() + 1000) : moment;
  return shifted.getUTCFullYear() < 1 ? undefined : shifted;
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) && !day.startsWith("0000");
}

function fractionOf(digits: string | undefined): string {
  const kept = (digits ?? "").slice(0, DIGITS).replace(/0+$/, "");
  return kept === "" ? "" : `.${kept}`;
}

const FORMS: Record<DayFormat, RegExp> = {
  YYYYMMDD: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  "YYYY-MM-DD": /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  "DD/MM/YYYY": /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})$/,
};

/** The day that a text says in this form, as YYYY-MM-DD; null when it has another form or the day does not exist. */
export function dayFromText(format: DayFormat, text: string): string | null {
  const { year = "", month = "", day = "" } = FORMS[format].exec(text)?.groups ?? {};
  const iso = `${year}-${month}-${day}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : null;
}

/** A day (YYYY-MM-DD) as this form writes it. */
export function textOfDay(format: DayFormat, iso: string): string {
  const [year = "", month = "", day = ""] = iso.split("-");
  return format.replace("YYYY", year).replace("MM", month).replace("DD", day);
}
