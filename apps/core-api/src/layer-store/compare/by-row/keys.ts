import { KEY_FID, KEY_NONE } from "@archipel/contracts/imports.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { FeatureRow } from "@archipel/gdal/model.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { Attribute } from "../../tables/attribute-columns.ts";
import { featureNumber } from "../rules/feature-number.ts";
import { readValue } from "../rules/file-value.ts";
import type { MatchedColumns } from "../rules/match-columns.ts";

/** How a row identifies its feature. */
export type RowKey =
  | { by: typeof KEY_FID; place: number | null }
  | { by: typeof KEY_NONE }
  | { by: "column"; field: LayerField; place: number; features: ReadonlyMap<string, readonly number[]> };

/** The feature of a row: its fid and its key in the file; `fid` is null for a new feature. */
export interface NamedRow {
  name: string | null;
  fid: number | null;
}

/** @throws DomainError when the row does not identify its feature */
export function nameOfRow(key: RowKey, row: FeatureRow): NamedRow {
  if (key.by === KEY_NONE) return { name: null, fid: null };
  if (key.by === KEY_FID) {
    const written = featureNumber(row, key.place);
    if ("unreadable" in written) throw new DomainError("invalid", "import-number-unreadable", { value: written.unreadable });
    const { number: fid } = written;
    return fid === null ? { name: null, fid } : { name: String(fid), fid };
  }
  const name = keyText(key.field, row.values[key.place] ?? null);
  if (name === null) return { name, fid: null };
  const fids = key.features.get(name) ?? [];
  if (fids.length > 1) {
    throw new DomainError("invalid", "import-key-of-several", {
      column: key.field.label ?? key.field.name,
      value: name,
      count: fids.length,
    });
  }
  return { name, fid: fids[0] ?? null };
}

/** A key as text, for comparison between file and layer. */
export function keyText(field: LayerField, raw: Attribute): string | null {
  const value = readValue(field, raw);
  const text = value === null ? "" : String(value).trim();
  return text === "" ? null : text.slice(0, 200);
}

/** Columns whose values may identify features. */
export function keyColumns({ compared }: MatchedColumns): { place: number; field: LayerField }[] {
  return compared.filter(({ field }) => field.type === "text" || field.type === "integer");
}
