import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWkb } from "@archipel/geo/wkb.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectFile } from "./inspect.ts";
import { UnreadableError } from "./model.ts";
import { namedRows } from "./testing/rows-of.ts";
import { type LayerToWrite, writeLayers } from "./write.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-write-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const fields = [
  { name: "Intitulé de la zone", type: "text" },
  { name: "n", type: "integer" },
  { name: "surface", type: "double" },
  { name: "publié", type: "boolean" },
  { name: "jour", type: "date" },
] as const;
const first = ["Forêt d’Écouves; « haute »", 12, 1.25, true, "2024-02-29"];

async function* rows() {
  yield { fid: 3, values: first, wkt: "POLYGON ((2 48,2.1 48,2.1 48.1,2 48.1,2 48))" };
  yield { fid: 9, values: ["", null, null, null, null], wkt: null };
}
const layer = (): LayerToWrite => ({ name: "zones", srid: 4326, geometryType: "Polygon", fields, rows: rows() });

const formats = [
  ["gpkg", "gpkg"],
  ["geojson", "geojson"],
  ["flatgeobuf", "fgb"],
  ["shapefile", "zip"],
] as const;

describe("a layer as a file", () => {
  test.each(formats)("reads %s back as it was written", async (format, extension) => {
    const path = join(directory, `out.${extension}`);
    await writeLayers(path, format, [layer()]);
    const { layers, findings } = await inspectFile(path, { fileName: `zones.${extension}` });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(layers).toMatchObject([{ featureCount: 2, crs: { srid: 4326 } }]);
    const [found] = layers;
    if (!found) throw new Error("no layer");
    const read = await namedRows(path, found);
    const [zone, empty] = read.sort((a, b) => Number(b.ewkb !== null) - Number(a.ewkb !== null));
    const { geometry } = readWkb(zone?.ewkb ?? new Uint8Array());
    const [ring = []] = geometry.type === "Polygon" ? geometry.coordinates : [];
    expect(new Set(ring.map(([x, y]) => `${x} ${y}`))).toEqual(new Set(["2 48", "2.1 48", "2.1 48.1", "2 48.1"]));
    expect(empty?.ewkb).toBeNull();
    // A Shapefile truncates the names of its columns and has no booleans.
    const values = Object.values(zone?.named ?? {});
    expect(values).toEqual(expect.arrayContaining([first[0], 12, 1.25, expect.stringMatching(/^2024-02-29/)]));
    if (format !== "shapefile") expect(zone?.named).toMatchObject({ "Intitulé de la zone": first[0], publié: true });
  });

  test.each([
    ["gpkg", "gpkg", ["", null, "=1"]],
    ["geojson", "geojson", ["", null, "=1"]],
    ["flatgeobuf", "fgb", ["", null, "=1"]],
    // A DBF has blanks for both.
    ["shapefile", "zip", [null, null, "=1"]],
  ] as const)("keeps an empty text apart from no text in %s, and the names of columns as they are", async (format, extension, kept) => {
    const name = format === "shapefile" ? "t" : 'le "mot" \\ clé; --';
    async function* texts() {
      for (const [index, text] of ["", null, "=1"].entries()) yield { fid: index + 1, values: [text, index], wkt: "POINT (2 48)" };
    }
    const path = join(directory, `empty.${extension}`);
    const columns = [
      { name, type: "text" },
      { name: "n", type: "integer" },
    ] as const;
    await writeLayers(path, format, [{ name: "a", srid: 4326, geometryType: "Point", fields: columns, rows: texts() }]);
    const { layers } = await inspectFile(path, { fileName: `a.${extension}` });
    const read = layers[0] ? await namedRows(path, layers[0]) : [];
    expect(read.sort((a, b) => Number(a.named.n) - Number(b.named.n)).map(({ named }) => named[name])).toEqual(kept);
  });

  test("writes a feature of more than ten megabytes, as a coast with many vertices is", async () => {
    const long = "x".repeat(10_100_000);
    async function* large() {
      yield { fid: 1, values: [long], wkt: "POINT (2 48)" };
      yield { fid: 2, values: ["short"], wkt: "POINT (3 48)" };
    }
    const path = join(directory, "large.gpkg");
    await writeLayers(path, "gpkg", [
      { name: "a", srid: 4326, geometryType: "Point", fields: [{ name: "t", type: "text" }], rows: large() },
    ]);
    expect((await inspectFile(path, { fileName: "a.gpkg" })).layers).toMatchObject([{ featureCount: 2 }]);
  });

  test("writes the geometry of a CSV as WKT", async () => {
    const path = join(directory, "out.csv");
    await writeLayers(path, "csv", [layer()]);
    const [head, line] = (await readFile(path, "utf8")).split(/\r?\n/);
    expect(head).toBe("geom,fid,Intitulé de la zone,n,surface,publié,jour");
    expect(line).toBe('"POLYGON ((2 48,2.1 48,2.1 48.1,2 48.1,2 48))",3,Forêt d’Écouves; « haute »,12,1.25,true,2024-02-29');
    // An empty text is quoted, no value is not.
    expect((await readFile(path, "utf8")).split(/\r?\n/)[2]).toBe(',9,"",,,,');
    const { layers } = await inspectFile(path, { fileName: "zones.csv" });
    expect(layers).toMatchObject([{ featureCount: 2 }]);
  });

  test("guards the texts and headers of a CSV against formulas, and of no other format", async () => {
    const formulas = (): LayerToWrite => ({
      ...{ name: "f", srid: 4326, geometryType: "Point" },
      fields: [
        { name: "=cmd()", type: "text" },
        { name: "n", type: "integer" },
      ],
      rows: (async function* () {
        for (const [index, text] of ["=1+1", "\n=1", "\t1", " =1", "-2+3", "@a"].entries())
          yield { fid: index + 1, values: [text, -5], wkt: "POINT (2 48)" };
      })(),
    });
    const path = join(directory, "formulas.csv");
    await writeLayers(path, "csv", [formulas()]);
    const text = await readFile(path, "utf8");
    expect(text.split("\r\n").slice(0, 2)).toEqual(["geom,fid,'=cmd(),n", "POINT (2 48),1,'=1+1,-5"]);
    for (const guarded of ["'=1+1", "'\n=1", "'\t1", "' =1", "'-2+3", "'@a"]) expect(text).toContain(guarded);
    expect(text).not.toMatch(/[,"][=@]/);
    expect(text).toContain(",-5");
    const plain = join(directory, "formulas.geojson");
    await writeLayers(plain, "geojson", [formulas()]);
    expect(JSON.parse(await readFile(plain, "utf8")).features[0].properties).toMatchObject({ "=cmd()": "=1+1" });
  });

  test("refuses points and areas together in a Shapefile", async () => {
    async function* mixed() {
      yield { fid: 1, values: [], wkt: "POINT (2 48)" };
      yield { fid: 2, values: [], wkt: "POLYGON ((2 48,2.1 48,2.1 48.1,2 48))" };
    }
    const path = join(directory, "mixed.zip");
    const writing = writeLayers(path, "shapefile", [{ name: "a", srid: 4326, geometryType: "Geometry", fields: [], rows: mixed() }]);
    await expect(writing).rejects.toThrow(UnreadableError);
  });
});
