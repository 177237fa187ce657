import { decimalOf } from "@archipel/contracts/decimal.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { clockTimeOf, wholeNumberOf } from "@archipel/contracts/value-texts.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";

/** The longest text of a field; the same limit as in core-api. */
export const MAX_TEXT = 50_000;

/** Reads a text as a value of its column; undefined when it does not fit, null when it is empty. */
export function parseValue(type: LayerField["type"], text: string): AttributeValue | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  switch (type) {
    case "text":
      return text.length <= MAX_TEXT ? text : undefined;
    case "integer": {
      const digits = trimmed.replace(/[\s\u00a0\u202f]/g, "");
      return wholeNumberOf(digits);
    }
    case "double":
      return decimalOf(trimmed.replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));
    case "boolean":
      return trimmed === "true";
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? trimmed : undefined;
    case "datetime": {
      const moment = new Date(trimmed);
      return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
    }
    case "localdatetime":
      return clockTimeOf(trimmed);
  }
}

/** The text that the control shows for a value. Dates with times are shown in local time. */
export function textOf(type: LayerField["type"], value: AttributeValue): string {
  if (value === null) return "";
  if (type === "localdatetime") return String(value).slice(0, 19);
  if (type !== "datetime") return String(value);
  const moment = new Date(String(value));
  if (Number.isNaN(moment.getTime())) return "";
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
