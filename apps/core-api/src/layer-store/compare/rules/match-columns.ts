import { KEY_FID } from "@archipel/contracts/imports.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Format, SourceField } from "@archipel/gdal/model.ts";
import { columnOf, isReservedName, nameColumn } from "../../tables/column-name.ts";

/** Which column of a file is which of the layer's, by position in the file. */
export interface MatchedColumns {
  compared: { place: number; field: LayerField }[];
  /** Columns of the file that the layer does not have. */
  ignored: string[];
  /** Labels of columns that cannot be edited. */
  locked: string[];
  /** The column with the fids, as programs write it beside the others. */
  fidPlace: number | null;
}

/** Columns of a table that hold the coordinates of its points. */
const AXES = /^(lon|lat|long|lng|longitude|latitude|x|y)$/i;
/** Shapefiles keep ten characters of a name. */
const DBF_NAME = 10;

/**
 * Matches columns by name: the name in the layer's source file as it is written, else that name, the column's name, or its label, without
 * regard to case and accents. A reserved name also matches the column that a field with this name gets, unless another column of the file has that name.
 *
 * @param locked columns that cannot be edited: a file may contain them, but they are not compared
 */
export function matchColumns(
  inFile: readonly SourceField[],
  layer: readonly LayerField[],
  locked: readonly string[],
  format: Format,
): MatchedColumns {
  const known = layer.filter((field) => !field.isHidden);
  const matched: MatchedColumns = { compared: [], ignored: [], locked: [], fidPlace: null };
  const taken = new Set<string>();
  const names = new Set(inFile.map(({ name }) => name.toLowerCase()));
  const named = calledByName(known, inFile);
  for (const [place, { name }] of inFile.entries()) {
    const field = fieldCalled(name, known, named, format) ?? fieldOfReserved(name, known, names);
    if (!field && name.toLowerCase() === KEY_FID) matched.fidPlace = place;
    else if (!field && format === "csv" && AXES.test(name)) continue;
    else if (!field || taken.has(field.column)) matched.ignored.push(name);
    else if (locked.includes(field.column)) matched.locked.push(field.label ?? field.name);
    else matched.compared.push({ place, field });
    if (field) taken.add(field.column);
  }
  return matched;
}

/**
 * All fields but those that the file calls by their columns, as downloads do where a format cannot hold the name: there, this name is what
 * another field is called, or the feature's number.
 */
function calledByName(known: readonly LayerField[], inFile: readonly SourceField[]): LayerField[] {
  const columns = new Set(known.map(({ column }) => column));
  const names = new Set(known.map(({ name }) => name));
  const written = new Set(inFile.map(({ name }) => name));
  return known.filter(({ name, column }) => {
    const wanted = columnOf(name);
    const isAmbiguous = wanted !== column && (columns.has(wanted) || wanted === KEY_FID);
    return !isAmbiguous || !written.has(column) || names.has(column);
  });
}

function fieldCalled(name: string, known: readonly LayerField[], named: readonly LayerField[], format: Format): LayerField | undefined {
  const lower = name.toLowerCase();
  const plain = columnOf(name);
  const cut = known.filter((field) => columnOf(field.name).startsWith(plain) || field.column.startsWith(plain));
  return (
    named.find((field) => field.name === name) ??
    named.find((field) => field.name.toLowerCase() === lower) ??
    known.find((field) => field.column === plain) ??
    known.find((field) => field.label?.toLowerCase() === lower) ??
    ((format === "shapefile" || format === "dbf") && name.length === DBF_NAME && cut.length === 1 ? cut[0] : undefined)
  );
}

function fieldOfReserved(name: string, known: readonly LayerField[], inFile: ReadonlySet<string>): LayerField | undefined {
  if (!isReservedName(name)) return undefined;
  const { column } = nameColumn(name, () => false);
  return inFile.has(column) ? undefined : known.find((field) => field.column === column);
}
