import type { FeatureRow } from "@archipel/gdal/model.ts";
import { readValue } from "./file-value.ts";

/**
 * The fid of a row of a file: that of the format, else that of a column.
 *
 * @param place of the column in the file; null without one
 * @returns null for a row without a fid, which is a new feature
 */
export function featureNumber(row: FeatureRow, place: number | null): { number: number | null } | { unreadable: string } {
  const raw = row.id ?? (place === null ? null : (row.values[place] ?? null));
  const written = readValue({ name: "", column: "", type: "integer" }, raw);
  if (written === null) return { number: null };
  const text = String(written);
  return /^\d{1,15}$/.test(text) && Number(text) > 0 ? { number: Number(text) } : { unreadable: String(raw).trim().slice(0, 80) };
}
