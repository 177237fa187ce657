import type { LayerField } from "@archipel/contracts/layers.ts";
import type { UpdateChoice, UpdatePreview } from "@archipel/contracts/updates.ts";
import type { Format, SourceField } from "@archipel/gdal/model.ts";
import { JobFailedError } from "../../../kernel/jobs/handler.ts";
import { MAX_FIELD_NAME, MAX_FIELDS, nameColumn } from "../../tables/column-name.ts";
import { columnTypes } from "../../tables/layer-table.ts";
import { matchColumns } from "../rules/match-columns.ts";

/** Which field of a file fills which column of the layer. */
export interface UpdateColumns {
  taken: { place: number; field: LayerField }[];
  /** The field with the fids, as programs write it beside the others. */
  fidPlace: number | null;
  /** Columns added to the layer, included in `taken`. */
  added: LayerField[];
  shown: Pick<NonNullable<UpdatePreview["file"]>, "columns" | "fields" | "unknown" | "added">;
}

export const fieldLabel = ({ label, name }: LayerField): string => label ?? name;

/**
 * Matches columns by name, hidden ones too. A person's choices take precedence, and fields that they add get columns.
 *
 * @param kept columns of the layer's table with their types, also those that the layer no longer shows
 */
export function updateColumns(
  inFile: readonly SourceField[],
  layer: readonly LayerField[],
  { columns: corrections, adds = [] }: Pick<UpdateChoice, "columns" | "adds">,
  kept: ReadonlyMap<string, string>,
  format: Format,
): UpdateColumns {
  const byName = matchColumns(
    inFile,
    layer.map(({ isHidden: _isHidden, ...field }) => field),
    [],
    format,
  );
  const taken = layer.flatMap((field) => {
    const correction = corrections?.[field.column];
    const matched = byName.compared.find((one) => one.field.column === field.column)?.place ?? -1;
    const place = correction === undefined ? matched : inFile.findIndex(({ name }) => name === correction);
    return place < 0 ? [] : [{ place, field }];
  });
  const nameAt = (place: number | undefined) => (place === undefined ? null : (inFile[place]?.name ?? null));
  const used = new Set(taken.map(({ place }) => place));
  const missing = adds.find((name) => !inFile.some((field) => field.name === name));
  if (missing !== undefined) throw new JobFailedError("update-field-not-in-file", { field: missing });
  const isUnknown = (place: number) => !used.has(place) && place !== byName.fidPlace;
  const names = inFile.map(({ name }, place) => ({ name, place })).filter(({ place }) => isUnknown(place));
  const fresh: UpdateColumns["taken"] = [];
  for (const { name, place } of names.filter((one) => adds.includes(one.name)))
    fresh.push({
      place,
      field: newField({ name, type: inFile[place]?.type ?? "text" }, [...layer, ...fresh.map(({ field }) => field)], kept),
    });
  if (layer.length + fresh.length > MAX_FIELDS)
    throw new JobFailedError("update-too-many-fields", { count: layer.length + fresh.length, max: MAX_FIELDS });
  return {
    taken: [...taken, ...fresh],
    fidPlace: byName.fidPlace,
    added: fresh.map(({ field }) => field),
    shown: {
      fields: inFile.map(({ name }) => name),
      unknown: names.flatMap(({ name }) => (adds.includes(name) ? [] : [name])),
      added: fresh.map(({ field }) => field.name),
      columns: layer.map((field) => ({
        column: field.column,
        name: fieldLabel(field),
        from: nameAt(taken.find((one) => one.field === field)?.place),
      })),
    },
  };
}

/** A column with the field's name. A removed column of this name is reused if its values had the same type. */
function newField({ name, type }: SourceField, taken: readonly LayerField[], kept: ReadonlyMap<string, string>): LayerField {
  const isTaken = (column: string) =>
    taken.some((field) => field.column === column) || (kept.get(column) ?? columnTypes[type]) !== columnTypes[type];
  return { name: name.slice(0, MAX_FIELD_NAME), column: nameColumn(name, isTaken).column, type };
}
