import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildGeoPackage, wkb } from "@archipel/gdal/testing/geopackage-builder.ts";
import { latin1, shapefile, utf8 } from "@archipel/gdal/testing/lay-files.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { modelOf } from "../testing/run-check.ts";
import type { Delivery, DeliveryRow } from "./delivery.ts";
import { type OpenOptions, withDelivery } from "./open.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-delivery-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function writeAll(files: Record<string, Uint8Array>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
}

const open = (path: string, options: OpenOptions = {}) =>
  withDelivery(join(directory, path), options, async (delivery) => ({ ...delivery, rows: await rowsOf(delivery) }));

async function rowsOf(delivery: Delivery): Promise<DeliveryRow[][]> {
  const tables: DeliveryRow[][] = [];
  for (const table of delivery.tables) {
    const rows: DeliveryRow[] = [];
    for await (const batch of table.rows()) rows.push(...batch);
    tables.push(rows);
  }
  return tables;
}

const zones = (name: string) => Object.fromEntries(shapefile({ name }).map((file) => [file.name, file.content]));
const zip = (files: Record<string, Uint8Array>) => buildZip(Object.entries(files).map(([name, content]) => ({ name, content })));

describe("opening a delivery", () => {
  test("an archive that contains a single folder opens as that folder", async () => {
    await writeAll({
      "sent.zip": zip({ ...zones("30014_PLU/Data/ZONES"), "30014_PLU/Papers/a.pdf": utf8("%PDF"), "__MACOSX/._a": utf8("x") }),
    });
    const { name, isSingleFile, files, folders, tables, rows, read } = await open("sent.zip");
    expect({ name, isSingleFile, folders }).toEqual({ name: "30014_PLU", isSingleFile: false, folders: ["Data", "Papers"] });
    expect(files.map(({ path }) => path)).toContain("Papers/a.pdf");
    expect(files.some(({ path }) => path.includes("__MACOSX"))).toBe(false);
    expect(tables).toMatchObject([{ name: "ZONES", file: "Data/ZONES.shp", rowCount: 2, crs: { srid: 2154 } }]);
    expect(rows[0]?.map(({ row, values, ewkb }) => [row, values, ewkb !== null])).toEqual([
      [1, ["Forêt"], true],
      [2, ["Pré"], true],
    ]);
    expect(Buffer.from((await read("Papers/a.pdf", 100)) ?? []).toString()).toBe("%PDF");
  });

  test("a folder keeps its own name, even when it contains a single folder", async () => {
    await writeAll({ "kept/only/list.csv": utf8("CODE\n01\n") });
    expect(await open("kept")).toMatchObject({ name: "kept", isSingleFile: false, folders: ["only"], tables: [{ file: "only/list.csv" }] });
  });

  test("a .shp opens with the files of the same name, and no others", async () => {
    await writeAll({ ...zones("alone/ZONES"), ...zones("alone/OTHER") });
    const { name, isSingleFile, tables, files } = await open("alone/ZONES.shp");
    expect({ name, isSingleFile, tables: tables.map((table) => table.name) }).toEqual({
      name: "ZONES",
      isSingleFile: true,
      tables: ["ZONES"],
    });
    expect(files.every(({ path }) => path.startsWith("ZONES."))).toBe(true);
  });

  test("a stored object is named after the uploaded file", async () => {
    await writeAll({ "object-17": utf8("CODE;NOM\n01;Forêt\n") });
    expect(await open("object-17", { name: "liste.csv" })).toMatchObject({ name: "liste", tables: [{ name: "liste", file: "liste.csv" }] });
  });

  test("tables are read with the encoding that a person chose", async () => {
    await writeAll({
      "old.zip": buildZip(shapefile({ name: "Z", values: [[Buffer.from([0x46, 0x6f, 0x72, 0x88, 0x74])], [latin1("Pre")]] })),
    });
    expect((await open("old.zip", { encoding: "CP850" })).rows[0]?.[0]?.values).toEqual(["Forêt"]);
  });
});

describe("unreadable input", () => {
  test("a layer that a GeoPackage lists without its table is named, alone and in an archive", async () => {
    const after = "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('partie', 'attributes')";
    const content = await buildGeoPackage(["n INTEGER"], [{ wkb: wkb(1, [2, 48]), values: [1] }], { after });
    await writeAll({ "plan.gpkg": content, "plan.zip": zip({ "a/plan.gpkg": content }) });
    for (const name of ["plan.gpkg", "plan.zip"]) {
      const { tables, unreadable } = await open(name);
      expect(tables.map((table) => table.name)).toEqual(["lieux"]);
      expect(unreadable).toMatchObject([{ path: "plan.gpkg", layer: { name: "partie", why: "missing" } }]);
    }
  });

  test("an archive with a symbolic link is refused as a whole", async () => {
    await writeAll({ "hostile.zip": buildZip([{ name: "a", content: utf8("/etc/passwd"), mode: 0o120777 }]) });
    await expect(open("hostile.zip")).rejects.toMatchObject({ reason: "archive", detail: "symlink" });
  });

  test("a broken table is reported, and the others are checked", async () => {
    await writeAll({ "half.zip": zip({ ...zones("ZONES"), "BROKEN.gpkg": utf8("SQLite format 3\0 no database") }) });
    const model = modelOf({
      ZONES: { fields: [{ name: "LIBELLE", type: "string", required: true, maxLength: 3 }], geometry: { type: "polygon" } },
      BROKEN: { fields: [] },
    });
    const findings: Finding[] = [];
    await withDelivery(join(directory, "half.zip"), {}, (delivery) =>
      check(delivery, model, { onFinding: (finding) => void findings.push(finding) }),
    );
    expect(findings.filter(({ code }) => code === "FILE_NOT_OPENED").map(({ file }) => file)).toEqual(["BROKEN.gpkg"]);
    expect(findings.filter(({ code }) => code === "ATTRIBUTE_SIZE_EXCEEDED")).toMatchObject([{ row: 1 }]);
  });
});
