import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { SqlSession } from "@archipel/database/sql-session.ts";

const SOURCES = path.resolve(import.meta.dirname, "..");
const POLICIES = path.resolve(SOURCES, "../../../prisma/policies");

/** Files with statements over the tables of layers. */
const READS_LAYERS = /tableRef\(|rowsOf\(|fieldList\(|attributeList\(|columnsOf\(|qualityTableOf\(|layers\.(%I|\$\{)/;
/** Where a statement names something: an alias behind AS, a FROM item or a bracket, a common table, a qualifier, its column. */
const NAMES = [
  /\bAS\s+(?:MATERIALIZED\s+)?"?([a-z]\w*)/g,
  /\b([a-z]\w*)\s+AS\s+(?:MATERIALIZED\s+)?\(/g,
  /\b([a-z]\w*)\.["a-z$*]/g,
  /\b[a-z]\w*\.([a-z]\w*)/g,
  /[)}]\s+([a-z]\w*)\b/g,
];
const COLUMN_LISTS = /\b[a-z]\w?\s*\(([a-z_]\w*(?:,\s*[a-z_]\w*)*)\)/g;

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* entry.name === "testing" ? [] : filesIn(file);
    else if (/\.(ts|sql)$/.test(entry.name) && !entry.name.endsWith(".test.ts")) yield file;
  }
}

/** Every name that our own statements over layers use for something: read from the sources, so that a new alias is tried too. */
export function namesOfOurSql(): string[] {
  const names = new Set<string>();
  for (const file of [...filesIn(SOURCES), ...filesIn(POLICIES)]) {
    const text = readFileSync(file, "utf8");
    if (!READS_LAYERS.test(text)) continue;
    const statements = file.endsWith(".sql") ? [text] : (text.match(/`(?:[^`\\]|\\.)*`/gs) ?? []);
    for (const statement of statements) {
      for (const pattern of NAMES) for (const [, name = ""] of statement.matchAll(pattern)) names.add(name);
      for (const [, list = ""] of statement.matchAll(COLUMN_LISTS)) for (const name of list.split(/,\s*/)) names.add(name);
    }
  }
  return [...names].filter((name) => /^[a-z]\w*$/.test(name)).toSorted();
}

/** The words of the database's grammar. */
export async function keywords(sql: SqlSession): Promise<string[]> {
  return (await sql.query<{ word: string }>("SELECT word FROM pg_get_keywords() ORDER BY word")).map(({ word }) => word);
}

/** Names that mean something to a language, a format, a protocol or a program that meets them. */
export const ODD_NAMES: readonly string[] = [
  ..."abcdefghijklmnopqrstuvwxyz",
  // JavaScript: prototypes, numbers as keys, values.
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "length", "then", "toJSON", "undefined", "NaN"],
  ...["0", "1", "10", "007", "-1", "1e3", "1.5", "null", "true"],
  // Our own columns, those of the database, and names that statements make.
  ...[
    "fid",
    "version",
    "geom",
    "geom_3857",
    "cell_x",
    "operation",
    "changed_at",
    "xmin",
    "ctid",
    "tableoid",
    "_row",
    "_gone",
    "surely_valid",
  ],
  ...["a0", "a1", "b0", "c0", "c1", "d0", "f0", "u0", "min_0", "max_0", "area0", "added", "points", "point_count", "cluster", "confidence"],
  // Columns of files.
  ...[
    "FID",
    "ogc_fid",
    "OGR_FID",
    "rowid",
    "ROWID",
    "_rowid_",
    "wkt",
    "WKT",
    "the_geom",
    "Geometry",
    "Shape",
    "lon",
    "lat",
    "LON",
    "bbox",
    "type",
  ],
  ...["features", "properties", "id", "ID", "Id", "x", "Y", "style", "layer", "name", "Name", "NAME"],
  // Parameters of addresses.
  ...[
    "limit",
    "offset",
    "cursor",
    "f",
    "datetime",
    "sortby",
    "crs",
    "bbox-crs",
    "key",
    "q",
    "filter",
    "filter-lang",
    "token",
    "page",
    "locale",
  ],
  // Twins: by case, by what is cut, by their form in Unicode.
  ...["Nom", "nom", "NOM", `${"x".repeat(63)}a`, `${"x".repeat(63)}b`, "x".repeat(63), "é".repeat(40), "n".repeat(255)],
  ...["é", "e\u0301", "ß", "SS", "İ", "ı", "ﬁ", "\u212a", "Œuf", "oeuf"],
  // SQL.
  ...[
    '"',
    "\u0022\u0022",
    'a"b',
    "'",
    "a'b",
    "--",
    "/*",
    "*/",
    ";",
    "$1",
    "$$",
    "%s",
    "%I",
    "?",
    ":name",
    "\\",
    "\\'",
    "a.b",
    "t.*",
    "*",
    "(select 1)",
  ],
  ...[`a"; DROP TABLE layers; --`, "'); DELETE FROM users; --", "E'\\n'", "a::text", "a,b", "a;b", "a\tb", "a\nb", "a\r\nb"],
  // Pages, paths, spreadsheets, JSON paths.
  ...["<b>", "<img src=x onerror=alert(1)>", "&amp;", "{{7*7}}", "=1+1", "+1", "@x", "#", "a/b", "../../etc/passwd", "[0]", "$.a", "a~1b"],
  // What cannot be seen.
  ...[" ", "  lead", "trail ", "\u00a0", "\u200b", "\u202egpj", "\u2028", "\u2029", "\ufeffbom", "\u0085", "\u0001"],
  ...["😀", "👩‍👩‍👧", "日本語", "עברית", "e\u0301\u0302\u0303"],
];

/** A share of them: names that our statements once took for something else, and some of each class. */
export const fewHostileNames: readonly string[] = [
  ...[
    "r",
    "t",
    "h",
    "s",
    "c",
    "point",
    "shape",
    "cut",
    "count",
    "west",
    "a0",
    "reason",
    "place",
    "confidence",
    "value",
    "x",
    "p",
    "l",
    "v",
    "q",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "10",
    "geometry",
    "operation",
    "ctid",
    "_row",
    "surely_valid",
    "points",
    "added",
    "FID",
    "bbox",
    "limit",
  ],
  ...[
    "Nom",
    "nom",
    `${"x".repeat(63)}a`,
    `${"x".repeat(63)}b`,
    "é",
    "e\u0301",
    'a"b',
    "a'b",
    "--",
    "$1",
    "%s",
    "\\",
    "a\nb",
    "t.*",
    "select",
  ],
  ...["<b>", "=1+1", "a/b", " ", "  lead", "\u2028", "\u202egpj", "😀"],
];
