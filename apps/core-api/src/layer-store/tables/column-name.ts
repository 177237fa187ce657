/** PostgreSQL cuts names at 63 bytes; a suffix must still fit. */
const MAX_PLAIN = 58;

/** Maximum number of fields of a layer: PostgreSQL reads at most 1664 columns at a time, and comparing two states reads each field twice. */
export const MAX_FIELDS = 800;
/** Maximum length of a field's name, in characters (`layerField`). */
export const MAX_FIELD_NAME = 255;

/** Our own columns in the tables of a layer, its generalisations and its history, and the key of the shape among a feature's changes. */
const OWN = [
  "fid",
  "version",
  "geom",
  "geom_3857",
  "cell_x",
  "cell_y",
  "operation",
  "changed_at",
  "author_id",
  "contribution_id",
  "geometry",
];
/** Every table of PostgreSQL has these columns. */
const SYSTEM = ["xmin", "xmax", "cmin", "cmax", "ctid", "tableoid"];
/** Every object of JavaScript has these properties, and decoders refuse them as keys. */
const PROTOTYPE = ["constructor", "prototype", "__proto__"];
/** The reserved words of SQL in PostgreSQL: programs that read the layer's columns could not name them without quotes. */
const SQL =
  "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window with".split(
    " ",
  );

/** Names that no column of a field can have. */
export const RESERVED_COLUMNS: ReadonlySet<string> = new Set([...OWN, ...SYSTEM, ...PROTOTYPE, ...SQL]);

/** The plain form of a field's name: lower case, ASCII letters, digits and underscores; it never begins with an underscore. */
export function columnOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, MAX_PLAIN);
  if (plain === "") return "field";
  return /^\d/.test(plain) ? `f_${plain}` : plain;
}

/** Whether a field with this name gets a column of another name, because its own is reserved. */
export function isReservedName(name: string): boolean {
  return RESERVED_COLUMNS.has(columnOf(name));
}

/**
 * The column of a field: the only way in which a layer gets one, whatever made the field. It is not reserved and not taken.
 *
 * @param name the field's name, or its column in another layer
 */
export function nameColumn(name: string, isTaken: (column: string) => boolean): { column: string; isReserved: boolean } {
  const wanted = columnOf(name);
  const isReserved = RESERVED_COLUMNS.has(wanted);
  const base = isReserved ? `source_${wanted}` : wanted;
  let column = base;
  for (let copy = 2; isTaken(column); copy++) column = `${base.slice(0, MAX_PLAIN)}_${copy}`;
  return { column, isReserved };
}
