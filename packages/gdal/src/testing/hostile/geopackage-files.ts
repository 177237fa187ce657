import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Bait, HostileFile } from "./hostile-file.ts";

const SCHEMA = `
  PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;
  CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
  INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian', -1, 'NONE', -1, 'undefined', NULL), ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL),
    ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', NULL);
  CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT, description TEXT DEFAULT '',
    last_change DATETIME DEFAULT '2026-01-01T00:00:00Z', min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
  CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);`;
const ZONES = `
  CREATE TABLE zones (fid INTEGER PRIMARY KEY, geom BLOB, nom TEXT);
  INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('zones', 'features', 4326);
  INSERT INTO gpkg_geometry_columns VALUES ('zones', 'geom', 'POINT', 4326, 0, 0);`;
/** Header of a GeoPackage geometry (no envelope, EPSG:4326), then WKB. */
const blob = (wkb: string) => `X'47500001E6100000${wkb}'`;
const POINT = "0101000000000000000000F03F0000000000000040";
const insert = (...geometries: string[]) =>
  geometries.map((geometry) => `INSERT INTO zones (geom, nom) VALUES (${geometry}, 'a');`).join("\n");
const asView = (name: string, query: string) => `
  CREATE VIEW ${name} AS ${query};
  INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('${name}', 'features', 4326);
  INSERT INTO gpkg_geometry_columns VALUES ('${name}', 'geom', 'POINT', 4326, 0, 0);`;

/** A GeoPackage of one layer with two points, the base of the mutations. */
export const smallGeoPackage = () => build(`${ZONES}${insert(blob(POINT), blob(POINT))}`);

/** GeoPackages contain code: views, triggers and virtual tables run when they are read. */
export function geoPackageFiles({ url, secretPath }: Bait): HostileFile[] {
  const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
  const scripts: Record<string, string> = {
    "a view that never ends": asView("zones", `${endless} SELECT i AS fid, NULL AS geom FROM n`),
    "a view that never begins": asView("zones", `${endless} SELECT i AS fid, NULL AS geom FROM n WHERE i < 0`),
    "a view of a text that doubles": asView(
      "zones",
      "WITH RECURSIVE n(i, t) AS (SELECT 1, 'x' UNION ALL SELECT i + 1, t || t FROM n WHERE i < 40) SELECT i AS fid, NULL AS geom, t FROM n",
    ),
    "a view that reads a file": asView("zones", `SELECT 1 AS fid, NULL AS geom, readfile('${secretPath}') AS nom`),
    "a view that loads a library": asView("zones", `SELECT 1 AS fid, NULL AS geom, load_extension('${secretPath}') AS nom`),
    "a view of itself": `${asView("zones", "SELECT 1 AS fid, NULL AS geom")} PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE VIEW zones AS SELECT * FROM zones' WHERE name = 'zones';`,
    "a trigger on reading": `${ZONES}${insert(blob(POINT))} CREATE TRIGGER t AFTER INSERT ON zones BEGIN DELETE FROM gpkg_contents; END;`,
    "a virtual table of a folder": `${ZONES} PRAGMA writable_schema = 1; INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING VirtualText(''${secretPath}'', ''UTF-8'')');`,
    "contents that are the schema":
      "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('sqlite_schema', 'features', 4326); INSERT INTO gpkg_geometry_columns VALUES ('sqlite_schema', 'sql', 'POINT', 4326, 0, 0);",
    "contents that are not there":
      "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('nothing', 'features', 4326); INSERT INTO gpkg_geometry_columns VALUES ('nothing', 'geom', 'POINT', 4326, 0, 0);",
    "a name that is SQL": `INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('x"; DROP TABLE gpkg_contents; --', 'features', 4326);`,
    "a CRS that is a file": `${ZONES}${insert(blob(POINT))} UPDATE gpkg_spatial_ref_sys SET definition = '${secretPath}', organization = '${secretPath}', organization_coordsys_id = 1;`,
    "a CRS at an address": `${ZONES}${insert(blob(POINT))} UPDATE gpkg_spatial_ref_sys SET definition = '${url}/crs', organization = '${url}';`,
    "metadata at an address": `${ZONES}${insert(blob(POINT))} CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY, md_scope TEXT, md_standard_uri TEXT, mime_type TEXT, metadata TEXT); INSERT INTO gpkg_metadata VALUES (1, 'dataset', '${url}', 'text/xml', '<!DOCTYPE a SYSTEM "${url}/a.dtd"><a/>');`,
    "geometries that are texts": `${ZONES}${insert("'POINT(1 2)'", `'${"x".repeat(1000)}'`, "5", "NULL")}`,
    "geometries that lie":
      ZONES +
      insert(blob("0103000000FFFFFFFF"), blob("0106000000FFFFFFFF01030000"), blob("01FFFFFFFF"), "X'4750'", "X'4750FFFFFFFFFFFF'", "X''"),
    "collections in one another": ZONES + insert(blob(`${"010700000001000000".repeat(20_000)}${POINT}`)),
    "coordinates that are no numbers":
      ZONES + insert(blob("0101000000000000000000F87F000000000000F07F"), blob("0101000000A0C8EB85F3CCE17FA0C8EB85F3CCE1FF")),
    "an extent that is no number": `${ZONES}${insert(blob(POINT))} UPDATE gpkg_contents SET min_x = 1e999, min_y = 'a', max_x = -1e999, max_y = NULL;`,
    "a tile pyramid without end":
      "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('t', 'tiles', 4326); CREATE TABLE t (id INTEGER PRIMARY KEY, zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB); CREATE TABLE gpkg_tile_matrix_set (table_name TEXT, srs_id INTEGER, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE); INSERT INTO gpkg_tile_matrix_set VALUES ('t', 4326, -1e308, -1e308, 1e308, 1e308);",
    "two thousand columns": `CREATE TABLE zones (fid INTEGER PRIMARY KEY, geom BLOB, ${Array.from({ length: 1_990 }, (_, n) => `c${n} TEXT`).join(", ")}); INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('zones', 'features', 4326); INSERT INTO gpkg_geometry_columns VALUES ('zones', 'geom', 'POINT', 4326, 0, 0); INSERT INTO zones (fid) VALUES (1);`,
    "a thousand layers": Array.from(
      { length: 1_000 },
      (_, n) =>
        `CREATE TABLE t${n} (fid INTEGER PRIMARY KEY, geom BLOB); INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('t${n}', 'features', 4326); INSERT INTO gpkg_geometry_columns VALUES ('t${n}', 'geom', 'POINT', 4326, 0, 0);`,
    ).join(""),
    "dates and numbers of the wrong kind":
      "CREATE TABLE zones (fid INTEGER PRIMARY KEY, geom BLOB, d DATE, n INTEGER, b BOOLEAN); INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('zones', 'features', 4326); INSERT INTO gpkg_geometry_columns VALUES ('zones', 'geom', 'POINT', 4326, 0, 0); INSERT INTO zones VALUES (9223372036854775807, NULL, 'hier', 'beaucoup', 'oui'), (-9223372036854775808, NULL, 1e308, X'00FF', -1);",
    "nothing but the schema": "",
  };
  const files = Object.entries(scripts).map(([name, script]) => ({
    name: `GeoPackage: ${name}`,
    fileName: "zones.gpkg",
    content: () => build(script),
  }));
  const cuts = [0.1, 0.4, 0.7, 0.95].map((share) => ({
    name: `GeoPackage: cut at ${share * 100} %`,
    fileName: "zones.gpkg",
    content: async () => {
      const bytes = await smallGeoPackage();
      return bytes.subarray(0, Math.floor(bytes.length * share));
    },
  }));
  return [...files, ...cuts];
}

async function build(script: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "archipel-hostile-"));
  try {
    const path = join(folder, "a.gpkg");
    const database = new DatabaseSync(path, { enableDoubleQuotedStringLiterals: true });
    // Defensive mode would refuse to write the broken schemas of the corpus.
    database.enableDefensive(false);
    database.exec("PRAGMA journal_mode = OFF; PRAGMA trusted_schema = ON;");
    database.exec(`${SCHEMA}${script}`);
    database.close();
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
