import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

type Value = string | number | bigint | null;

interface PackageRow {
  /** Well-known binary, or any bytes; null for no geometry. */
  wkb: Uint8Array | null;
  values: Value[];
}

const SCHEMA = `
  PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;
  CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
  INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]', NULL);
  CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT, description TEXT DEFAULT '',
    last_change DATETIME DEFAULT '2026-01-01T00:00:00Z', min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
  CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);
  INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('lieux', 'features', 4326);
  INSERT INTO gpkg_geometry_columns VALUES ('lieux', 'geom', 'GEOMETRY', 4326, 2, 2);`;

/** How a GeoPackage is made: SQL before its tables, and behind its rows. */
interface Making {
  before?: string;
  after?: string;
}

/** For tests: a GeoPackage with one layer, `lieux`, of any geometries in EPSG:4326. Columns are definitions of SQLite (`n INTEGER`). */
export async function buildGeoPackage(
  columns: readonly string[],
  rows: readonly PackageRow[],
  { before = "", after = "" }: Making = {},
): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), "archipel-package-"));
  try {
    const path = join(directory, "a.gpkg");
    const database = new DatabaseSync(path);
    database.exec(`${before}; ${SCHEMA} CREATE TABLE lieux (${["fid INTEGER PRIMARY KEY", "geom BLOB", ...columns].join(", ")})`);
    const insert = database.prepare(`INSERT INTO lieux VALUES (${["NULL", "?", ...columns.map(() => "?")].join(", ")})`);
    // Else each row would wait for the disk.
    database.exec("BEGIN");
    for (const { wkb, values } of rows) insert.run(wkb && Buffer.concat([HEADER, wkb]), ...values);
    database.exec("COMMIT");
    database.exec(after);
    database.close();
    return await readFile(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** No envelope, EPSG:4326. */
const HEADER = Buffer.from("47500001e6100000", "hex");

/** Well-known binary of a code with counts and ordinates, little endian. */
export function wkb(code: number, ordinates: readonly number[], counts: readonly number[] = []): Buffer {
  const head = Buffer.alloc(5 + 4 * counts.length);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(code, 1);
  for (const [index, count] of counts.entries()) head.writeUInt32LE(count, 5 + 4 * index);
  return Buffer.concat([head, Buffer.from(new Float64Array(ordinates).buffer)]);
}
