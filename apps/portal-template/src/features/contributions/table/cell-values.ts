import { type RuleFault, ruleFault } from "@archipel/contracts/field-check.ts";
import type { DayFormat, LayerField } from "@archipel/contracts/layers.ts";
import { clockTimeOf, dayFromText, textOfDay, wholeNumberOf } from "@archipel/contracts/value-texts.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import { MAX_TEXT } from "../field-values.ts";

/** Why a text does not fit a column: a key of `contributions.table.faults`. */
export type Fault = "tooLong" | "integer" | "double" | "boolean" | "date" | "datetime" | "localdatetime" | "noSuchDay";
export type Reading = { readonly value: AttributeValue } | { readonly fault: Fault } | { readonly breach: RuleFault };

const YES = new Set(["oui", "o", "vrai", "true", "yes", "y", "1", "x"]);
const NO = new Set(["non", "n", "faux", "false", "no", "0"]);
const SPACES = /[\s\u00a0\u202f]/g;

/**
 * Reads what a person writes or pastes into a column, in the notations of spreadsheets, and checks it against the field's rule. An empty
 * text means no value. A value of a list may be written by its label.
 */
export function readCell(field: LayerField, text: string): Reading {
  const words = folded(text);
  const listed = words === "" ? undefined : field.rule?.values?.find(({ label }) => label !== undefined && folded(label) === words);
  const reading = listed ? { value: listed.value } : readType(field, text);
  return "value" in reading ? ruled(field, reading.value) : reading;
}

/** Checks a value of the field's type against the field's rule. */
export function ruled(field: LayerField, value: AttributeValue): Reading {
  const breach = ruleFault(field, value);
  return breach ? { breach } : { value };
}

const folded = (text: string) => text.trim().toLocaleLowerCase();

function readType(field: LayerField, text: string): { readonly value: AttributeValue } | { readonly fault: Fault } {
  const trimmed = text.trim();
  if (trimmed === "") return { value: null };
  switch (field.type) {
    case "text":
      if (field.rule?.dayFormat) return readWrittenDay(field.rule.dayFormat, text);
      return text.length <= MAX_TEXT && !text.includes("\0") ? { value: text } : { fault: "tooLong" };
    case "integer":
      return readInteger(trimmed);
    case "double":
      return readDouble(trimmed);
    case "boolean": {
      const word = trimmed.toLowerCase();
      return YES.has(word) ? { value: true } : NO.has(word) ? { value: false } : { fault: "boolean" };
    }
    case "date":
      return readDate(trimmed);
    case "datetime":
      return readMoment(trimmed);
    case "localdatetime":
      return readClockTime(trimmed);
  }
}

/** A value as cells and spreadsheets show it. `readCell` reads it back. Dates with times are in local time. */
export function writeCell(field: LayerField, value: AttributeValue, locale: Locale): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? (locale === "fr" ? "oui" : "yes") : locale === "fr" ? "non" : "no";
  if (field.type === "double") return locale === "fr" ? String(value).replace(".", ",") : String(value);
  const written = field.rule?.dayFormat && dayFromText(field.rule.dayFormat, String(value));
  if (written) return dayOf(written, locale);
  if (field.type === "date") return dayOf(String(value), locale);
  if (field.type === "localdatetime") return `${dayOf(String(value).slice(0, 10), locale)} ${String(value).slice(11)}`;
  if (field.type === "datetime") {
    const moment = new Date(String(value));
    if (Number.isNaN(moment.getTime())) return String(value);
    const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString();
    return `${dayOf(local.slice(0, 10), locale)} ${local.slice(11, 19)}`;
  }
  return String(value);
}

function dayOf(iso: string, locale: Locale): string {
  const [year = "", month = "", day = ""] = iso.split("-");
  return locale === "fr" && day !== "" ? `${day}/${month}/${year}` : iso;
}

type Typed = ReturnType<typeof readType>;

function readInteger(trimmed: string): Typed {
  const digits = trimmed.replace(SPACES, "").replace(/[.,]0*$/, "");
  const value = wholeNumberOf(digits);
  return value === undefined ? { fault: "integer" } : { value };
}

/** The last comma or point is the decimal separator; the other sign and spaces separate thousands. */
function readDouble(trimmed: string): Typed {
  const plain = trimmed.replace(SPACES, "");
  const mark = plain.lastIndexOf(",") > plain.lastIndexOf(".") ? "," : ".";
  const number = plain.replaceAll(mark === "," ? "." : ",", "").replace(mark, ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(number) && Number.isFinite(Number(number))
    ? { value: Number(number) }
    : { fault: "double" };
}

const ISO_DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const FRENCH_DAY = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
/** The midnight that spreadsheets add to a day stored as date and time. */
const MIDNIGHT = /[ T]0?0:00(:00(\.0+)?)?$/;

/** The date in ISO format; null when the text is not a date, undefined when the day does not exist. */
function dayFrom(text: string): string | null | undefined {
  const iso = ISO_DAY.exec(text);
  const french = iso ? null : FRENCH_DAY.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : french ? [french[3], french[2], french[1]] : [];
  if (!year || !month || !day) return null;
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written) && year !== "0000" ? written : undefined;
}

function readDate(trimmed: string): Typed {
  const day = dayFrom(trimmed.replace(MIDNIGHT, ""));
  if (day === undefined) return { fault: "noSuchDay" };
  return day === null ? { fault: "date" } : { value: day };
}

/** A day as the column writes it, from any notation that people use. */
function readWrittenDay(format: DayFormat, text: string): Typed {
  const trimmed = text.trim();
  if (dayFromText(format, trimmed)) return { value: trimmed };
  const read = readDate(trimmed);
  return "value" in read && read.value !== null ? { value: textOfDay(format, String(read.value)) } : read;
}

const MOMENT = /^(\S+?)(?:[ T]\s*(\d{1,2})[:h](\d{2})(?::(\d{2})(\.\d{1,6})?)?\s*(Z|[+-]\d{2}:\d{2})?)?$/;

function readMoment(trimmed: string): Typed {
  const parts = MOMENT.exec(trimmed);
  const day = parts?.[1] === undefined ? null : dayFrom(parts[1]);
  if (day === undefined) return { fault: "noSuchDay" };
  if (!parts || day === null) return { fault: "datetime" };
  const [, , hours = "0", minutes = "00", seconds = "00", fraction = "", zone = ""] = parts;
  const moment = new Date(`${day}T${hours.padStart(2, "0")}:${minutes}:${seconds}${fraction}${zone}`);
  return Number.isNaN(moment.getTime()) ? { fault: "datetime" } : { value: moment.toISOString() };
}

/** The time of a clock, as it is written: no zone is added. */
function readClockTime(trimmed: string): Typed {
  const parts = MOMENT.exec(trimmed);
  const day = parts?.[1] === undefined ? null : dayFrom(parts[1]);
  if (day === undefined) return { fault: "noSuchDay" };
  if (!parts || day === null || parts[6]) return { fault: "localdatetime" };
  const [, , hours = "0", minutes = "00", seconds = "00", fraction = ""] = parts;
  const value = clockTimeOf(`${day}T${hours.padStart(2, "0")}:${minutes}:${seconds}${fraction}`);
  return value === undefined ? { fault: "localdatetime" } : { value };
}
