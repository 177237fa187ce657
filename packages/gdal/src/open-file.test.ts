// @own-children
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { inspectFile } from "./inspect.ts";
import type { FeatureRow } from "./model.ts";
import { withOpenedFile } from "./open-file.ts";
import { readLayer } from "./read.ts";
import { readRows } from "./rows/read-rows.ts";
import { latin1, shapefile, testFiles, utf8 } from "./testing/lay-files.ts";
import { makeByGdal, pointCollection } from "./testing/made-by-gdal.ts";
import { samplesFolder } from "./testing/samples.ts";
import { buildDxf, buildGml, buildGpx, buildMif } from "./testing/text-formats.ts";
import { buildZip } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-open-test-"));
  // Leftover files are searched for in this directory.
  vi.stubEnv("TMPDIR", directory);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});
const { save } = testFiles(() => directory);

const LAMBERT = [700_000.25, 6_600_000.5, 12.5] as const;
const point = { type: "Point", coordinates: [2.5, 48.5] };
const feature = (nom: string, geometry: object | null) => ({ type: "Feature", properties: { nom, tous: ["a", "b"] }, geometry });

async function delivery(): Promise<Buffer> {
  const { mif, mid } = buildMif([{ name: "Forêt", at: [700_000, 6_600_000] }], "CoordSys Earth Projection 1, 104", "WindowsLatin1", latin1);
  const gml = buildGml({ Zone: [{ name: "Forêt", at: LAMBERT }], Borne: [{ name: "B1", at: LAMBERT }] }, "urn:ogc:def:crs:EPSG::2154");
  const table = await makeByGdal("MapInfo File", "points.tab", {
    a: pointCollection([{ at: [700_000, 6_600_000], properties: { nom: "Forêt" } }]),
  });
  return buildZip([
    ...shapefile(),
    { name: "lot.gml", content: utf8(gml) },
    { name: "casse.gml", content: utf8(gml.slice(0, -30)) },
    { name: "suite.gml", content: utf8(gml) },
    { name: "trace.gpx", content: utf8(buildGpx([{ name: "Été", at: [2.5, 48.5, 12] }])) },
    { name: "plan.dxf", content: latin1(buildDxf({ text: "Forêt", at: LAMBERT })) },
    { name: "vieux.mif", content: mif },
    { name: "vieux.mid", content: mid },
    ...table,
    { name: "table.csv", content: latin1("Nom;lon;lat\nForêt;2,5;48,5\n;;\n") },
    {
      name: "own.geojson",
      content: utf8(JSON.stringify({ type: "FeatureCollection", features: [{ ...feature("é", point), properties: { a: 1 } }] })),
    },
    {
      name: "left.geojson",
      content: utf8(JSON.stringify({ type: "FeatureCollection", features: [feature("é", point), feature("", null)] })),
    },
  ]);
}

async function gathered(batches: AsyncIterable<FeatureRow[]>): Promise<FeatureRow[]> {
  const rows: FeatureRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows.map((row) => ({ ...row, ewkb: row.ewkb && Uint8Array.from(row.ewkb) }));
}

test("reads every layer of a delivery as it reads alone, also beside a broken one, and stores its rows", async () => {
  const path = await save(await delivery());
  const read = await withOpenedFile(path, { fileName: "lot.zip" }, async (file) => {
    const { layers, findings } = file.inspection;
    expect(findings.filter(({ rule }) => rule === "incomplete").map(({ subject }) => subject)).toEqual(["casse.gml"]);
    const all: string[] = [];
    for (const layer of layers.filter(({ geometryType }) => geometryType !== "None")) {
      const rows = await gathered(file.rows(layer));
      expect(rows, layer.name).toEqual(await gathered(readLayer(path, layer.source, { fields: layer.fields })));
      const written = file.written(layer);
      const again = written && readRows(createReadStream(written.path), written, layer.fields, layer.source.hasZ);
      expect(again && (await gathered(again)), layer.name).toEqual(rows);
      all.push(`${layer.source.format} ${rows.length}`);
    }
    return all;
  });
  expect([...new Set(read.map((one) => one.split(" ")[0]))].sort()).toEqual(
    ["csv", "dxf", "geojson", "gml", "gpx", "mapinfo-mif", "mapinfo-tab", "shapefile"].sort(),
  );
});

test("allows layers to be skipped, and leaves nothing behind when the work fails", async () => {
  const path = await save(await delivery());
  const before = await readdir(directory);
  const work = withOpenedFile(path, { fileName: "lot.zip" }, async (file) => {
    const last = file.inspection.layers.findLast(({ geometryType, source }) => geometryType !== "None" && source.format === "gml");
    expect(last && (await gathered(file.rows(last)))).toHaveLength(1);
    throw new Error("enough");
  });
  await expect(work).rejects.toThrow("enough");
  expect(await readdir(directory)).toEqual(before);
});

test("reports a file that cannot be read as a finding", async () => {
  const path = await save('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coord');
  await withOpenedFile(path, { fileName: "x.geojson" }, async ({ inspection }) => {
    expect(inspection.layers).toEqual([]);
    expect(inspection.findings).toMatchObject([{ rule: "incomplete", params: { detail: expect.any(String) } }]);
  });
  // No machine reads so many features in so short a time.
  const feature = '{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1}}';
  const large = await save(`{"type":"FeatureCollection","features":[${`${feature},`.repeat(200_000)}${feature}]}`);
  await withOpenedFile(large, { fileName: "x.geojson", limits: { seconds: 0.01 } }, async ({ inspection }) => {
    expect(inspection.findings).toMatchObject([{ rule: "unreadable", params: { reason: "timeout" } }]);
  });
});

const samples = samplesFolder(import.meta.dirname);
test.skipIf(samples === null)("reads 35,357 communes of France in far less than the memory limit of a child process", async () => {
  const path = join(samples ?? "", "admin/communes-france-2018.fgb");
  const inspection = await inspectFile(path, { fileName: "communes-france-2018.fgb" });
  expect(inspection).toMatchObject({
    driver: "flatgeobuf",
    layers: [{ name: "communes", geometryType: "MultiPolygon", featureCount: 35_357 }],
  });
  let peak = 0;
  let count = 0;
  const [layer] = inspection.layers;
  if (!layer) throw new Error("no layer");
  const onUsage = (usage: { peakMemoryBytes: number }) => {
    peak = usage.peakMemoryBytes;
  };
  for await (const batch of readLayer(path, layer.source, { fields: layer.fields, onUsage })) count += batch.length;
  expect(count).toBe(35_357);
  expect(peak).toBeLessThan(512 * 1024 * 1024);
});
