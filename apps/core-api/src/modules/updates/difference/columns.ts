import type { LayerField } from "@archipel/contracts/layers.ts";
import type { UpdateChoice, UpdatePreview } from "@archipel/contracts/updates.ts";
import type { Format, SourceField } from "@archipel/gdal/model.ts";
import { matchColumns } from "../../imports/comparing/columns.ts";

/** Which field of a file fills which column of the layer. */
export interface UpdateColumns {
  taken: { place: number; field: LayerField }[];
  /** The field of feature numbers, as programs write it beside the others. */
  fidPlace: number | null;
  told: Pick<NonNullable<UpdatePreview["file"]>, "columns" | "fields" | "unknown">;
}

export const fieldLabel = ({ label, name }: LayerField): string => label ?? name;

/** By name, hidden columns too: whoever updates a layer brings all of it. What a person corrects counts. */
export function updateColumns(
  inFile: readonly SourceField[],
  layer: readonly LayerField[],
  corrections: UpdateChoice["columns"],
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
  return {
    taken,
    fidPlace: byName.fidPlace,
    told: {
      fields: inFile.map(({ name }) => name),
      unknown: inFile.flatMap(({ name }, place) => (used.has(place) || place === byName.fidPlace ? [] : [name])),
      columns: layer.map((field) => ({
        column: field.column,
        name: fieldLabel(field),
        from: nameAt(taken.find((one) => one.field === field)?.place),
      })),
    },
  };
}
