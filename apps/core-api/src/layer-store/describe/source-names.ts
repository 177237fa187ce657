import type { LayerField } from "@archipel/contracts/layers.ts";

/** What the fields of a layer are called outside: in downloads and at `/ogc`. By column. */
export type SourceNames = ReadonlyMap<string, string>;

/**
 * The names of the source file. A field whose name another one has too is called like its column; so is a field whose name is the column of
 * such a field. No two fields get the same name.
 */
export function sourceNames(fields: readonly LayerField[]): SourceNames {
  const timesUsed = Map.groupBy(fields, ({ name }) => name);
  const columns = new Set(fields.filter(({ name }) => name === "" || timesUsed.get(name)?.length !== 1).map(({ column }) => column));
  for (let known = -1; known !== columns.size; ) {
    known = columns.size;
    for (const { name, column } of fields) if (columns.has(name) && name !== column) columns.add(column);
  }
  return new Map(fields.map(({ name, column }) => [column, columns.has(column) ? column : name]));
}

/**
 * The field that a request means: by its name, or by its column, as clients of earlier versions do, unless another field has that name.
 */
export function fieldCalled(fields: readonly LayerField[], names: SourceNames, called: string): LayerField | undefined {
  return fields.find(({ column }) => names.get(column) === called) ?? fields.find(({ column }) => column === called);
}
