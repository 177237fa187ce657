import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shapefile, utf8 } from "@archipel/gdal/testing/lay-files.ts";
import { ESRI_LAMBERT_93 } from "@archipel/gdal/testing/prj-texts.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Delivery, TableSource } from "../delivery/delivery.ts";
import { withDelivery } from "../delivery/open.ts";
import { modelOf } from "../testing/run-check.ts";
import { repairedDelivery } from "./repaired.ts";
import { writeRepaired } from "./write.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-overridden-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const model = modelOf({ POINTS: { fields: [{ name: "LIBELLE", type: "string" }], geometry: { type: "point" } } });
const LYON: [number, number] = [1_842_000, 5_175_000];
/** Coordinates that are in the domain of no known CRS. */
const NOWHERE: [number, number] = [50_000_000, 95_000_000];

/** An archive with a table of one point and a text in CP850, which cannot be detected. */
async function writeArchive(at: [number, number], prj: string | null): Promise<string> {
  const values = [[Buffer.from([0x46, 0x6f, 0x72, 0x88, 0x74])]];
  const parts = shapefile({ name: "town/Data/points", shapes: [at], values }).filter(({ name }) => prj !== null || !name.endsWith(".prj"));
  const path = join(folder, "points.zip");
  await writeFile(path, buildZip([...parts, { name: "town/list.csv", content: utf8("CODE\n01\n") }]));
  return path;
}

async function readPoints(delivery: Delivery) {
  const table = delivery.tables.find(({ name }) => name === "points");
  const texts: unknown[] = [];
  for await (const batch of table?.rows() ?? []) for (const { values } of batch) texts.push(...values);
  return { crs: table?.crs, texts, isOverridden: table?.isOverridden };
}

const overrides = {
  sridOf: ({ entry }: TableSource) => (entry === "town/Data/points.shp" ? 3946 : undefined),
  encodings: { "town/Data/points.shp": "CP850" },
};

test.each([
  ["declares no CRS", null],
  ["declares a wrong CRS", ESRI_LAMBERT_93],
])("a table that %s declares the CRS and encoding that a person chose once it is written", async (_, prj) => {
  const path = await writeArchive(LYON, prj);
  const out = join(folder, "out.zip");
  const written = await withDelivery(path, { overrides }, async (delivery) => {
    expect(await readPoints(delivery)).toMatchObject({ crs: { srid: 3946, how: "declared" }, texts: ["Forêt"], isOverridden: true });
    return writeRepaired(repairedDelivery(delivery, model, { operations: [] }), out);
  });
  expect(written).toMatchObject({
    changed: ["Data/points.gpkg"],
    kept: 1,
    tables: [
      {
        from: { format: "shapefile", entry: "town/Data/points.shp" },
        to: { format: "gpkg", entry: "town/Data/points.gpkg", layer: "points" },
      },
      {
        from: { format: "csv", entry: "town/list.csv" },
        to: { format: "csv", entry: "town/list.csv" },
      },
    ],
  });
  await withDelivery(out, {}, async (delivery) =>
    expect(await readPoints(delivery)).toMatchObject({ crs: { srid: 3946, how: "declared" }, texts: ["Forêt"], isOverridden: false }),
  );
});

test("so do all tables when a CRS and an encoding were chosen for the whole delivery", async () => {
  const out = join(folder, "all.zip");
  await withDelivery(await writeArchive(NOWHERE, null), { srid: 3946, encoding: "CP850" }, (delivery) =>
    writeRepaired(repairedDelivery(delivery, model, { operations: [] }), out),
  );
  await withDelivery(out, {}, async (delivery) =>
    expect(await readPoints(delivery)).toMatchObject({ crs: { srid: 3946, how: "declared" }, texts: ["Forêt"] }),
  );
});

test("a guessed CRS that nobody confirmed is not an override", async () => {
  await withDelivery(await writeArchive(LYON, null), {}, async (delivery) => expect((await readPoints(delivery)).isOverridden).toBe(false));
});
