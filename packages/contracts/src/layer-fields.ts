// Which fields hold days and moments. Without schemas: a map's page has these functions and not the library that checks input.
import type { DayFormat, FieldType, LayerField } from "./layers.ts";

/** Whether values of the type have a time of the day. */
export function hasTime(type: FieldType): type is "datetime" | "localdatetime" {
  return type === "datetime" || type === "localdatetime";
}

/** Whether values of the type are days or moments. */
export function isMoment(type: FieldType): boolean {
  return type === "date" || hasTime(type);
}

/**
 * The field that dates a layer's features: its first visible one whose values are days or moments, or texts whose order is that of the days.
 * Tiles contain it at every zoom.
 */
export function datedField(fields: readonly LayerField[]): LayerField | undefined {
  const visible = fields.filter(({ isHidden }) => !isHidden);
  return visible.find(({ type }) => isMoment(type)) ?? visible.find(({ type, rule }) => type === "text" && isSortable(rule?.dayFormat));
}

const isSortable = (format: DayFormat | undefined) => format === "YYYYMMDD" || format === "YYYY-MM-DD";
