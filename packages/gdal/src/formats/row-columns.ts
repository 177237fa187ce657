/** Columns that we add to the rows that GDAL streams. Their names are unlikely enough that no file uses them by chance. */

/**
 * Says whether the file holds something in place of a geometry: GDAL returns null for a broken one and for none alike. It is null or 0 where
 * there is nothing.
 */
export const GEOMETRY_WRITTEN = "__archipel_geometry_written";
/** In that column: the row is an example for GDAL, not one of the file. It comes first. */
export const EXAMPLE_ROW = "2";

const CODED = "__archipel_name_";

/** GDAL takes names that differ only by case for one. This name of a column holds the exact one. */
export function codedName(name: string): string {
  return CODED + Buffer.from(name, "utf8").toString("hex");
}

/** The exact name of a column. */
export function plainName(name: string): string {
  return name.startsWith(CODED) ? Buffer.from(name.slice(CODED.length), "hex").toString("utf8") : name;
}
