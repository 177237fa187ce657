import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { fromArrayBuffer } from "geotiff";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Out } from "../out.ts";
import { run } from "../run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-terrain-"));
  const points = syntheticPoints({ format: 6, extraBytes: 0, total: 60_000, seed: 1 }, 0, 60_000);
  await writeFile(join(folder, "town.laz"), await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function archipel(...args: string[]) {
  let [out, err] = ["", ""];
  const stream = (add: (text: string) => void): Out => ({
    write(text) {
      add(text);
      return true;
    },
  });
  const code = await run([...args, "--lang", "en"], {
    out: stream((text) => {
      out += text;
    }),
    err: stream((text) => {
      err += text;
    }),
  });
  return { code, out, err };
}

const at = (name: string) => join(folder, name);

async function heightsOf(name: string): Promise<Float32Array> {
  const bytes = await readFile(at(name));
  const file = await fromArrayBuffer(new Uint8Array(bytes).buffer);
  const [values] = await (await file.getImage()).readRasters();
  return values as Float32Array;
}

/** The ground of the synthetic town, in metres, and how rough it is. */
const groundAt = (x: number, y: number) => 60 + 20 * Math.sin(x / 300) * Math.cos(y / 230) + 0.075;
const ROUGHNESS = 0.2;

describe("archipel cloud dtm, dsm and chm", () => {
  test("make models that fit the ground, the roofs and each other", async () => {
    const town = at("town.laz");
    expect(await archipel("cloud", "dtm", town, "--resolution", "10", "--out", at("dtm.tif"))).toMatchObject({
      code: 0,
      out: "dtm.tif: 100 × 100 cells, all with a height\n",
      err: "",
    });
    const ground = await heightsOf("dtm.tif");
    let worst = 0;
    for (const [i, height] of ground.entries()) {
      const [x, y] = [((i % 100) + 0.5) * 10, (99.5 - Math.floor(i / 100)) * 10];
      worst = Math.max(worst, Math.abs(height - groundAt(x, y)));
    }
    expect(worst).toBeLessThan(ROUGHNESS + 0.5);
    expect((await archipel("cloud", "dsm", town, "--resolution", "10", "--out", at("dsm.tif"))).code).toBe(0);
    expect((await archipel("cloud", "chm", town, "--resolution", "10", "--out", at("chm.tif"))).code).toBe(0);
    const [surface, canopy] = [await heightsOf("dsm.tif"), await heightsOf("chm.tif")];
    for (const [i, height] of canopy.entries()) {
      expect(height).toBeCloseTo(Math.max(0, (surface[i] as number) - (ground[i] as number)), 3);
    }
    // Trees and roofs of up to ten metres.
    expect(Math.max(...canopy)).toBeGreaterThan(6);
    expect(Math.max(...canopy)).toBeLessThan(13);
  });

  test("cut to an area, and say what they cannot do", async () => {
    const ring = [
      [292_200, 6_832_200],
      [292_400, 6_832_200],
      [292_300, 6_832_400],
      [292_200, 6_832_200],
    ];
    await writeFile(at("area.json"), JSON.stringify({ type: "Polygon", coordinates: [ring] }));
    const cut = await archipel(
      "cloud",
      "dtm",
      at("town.laz"),
      "--area",
      at("area.json"),
      "--resolution",
      "5",
      "--method",
      "idw",
      "--out",
      at("cut.asc"),
    );
    expect(cut.out).toMatch(/^cut\.asc: 40 × 40 cells, 8\d\d without height\n$/);
    expect((await readFile(at("cut.asc"), "utf8")).split("\n").slice(0, 3)).toEqual(["ncols 40", "nrows 40", "xllcorner 292200"]);
    const before = await readdir(folder);
    for (const [words, code, says] of [
      [["dtm", at("town.laz"), "--classes", "77", "--out", at("a.tif")], 1, "No point is of the classes"],
      [["dtm", at("town.laz"), "--resolution", "0.01", "--out", at("a.tif")], 3, "Too many cells"],
      [["dtm", at("town.laz"), "--out", at("a.png")], 2, ".tif or .asc"],
      [["dtm", at("town.laz")], 2, "--out is needed"],
      [["dtm", at("town.laz"), "--method", "krige", "--out", at("a.tif")], 2, "tin, idw"],
      [["dsm", at("town.laz"), "--water", "--out", at("a.tif")], 2, "dtm, chm"],
      [["dsm", at("area.json"), "--out", at("a.tif")], 3, "not a LAS or LAZ file"],
    ] as const) {
      expect(await archipel("cloud", ...words)).toMatchObject({ code, err: expect.stringContaining(says) });
    }
    expect(await readdir(folder)).toEqual(before);
  });
});

describe("archipel cloud hillshade, slope, aspect and contours", () => {
  test("work on GeoTIFF and ASCII grids", async () => {
    await archipel("cloud", "dtm", at("town.laz"), "--resolution", "10", "--out", at("hills.tif"));
    await archipel("cloud", "dtm", at("town.laz"), "--resolution", "10", "--out", at("hills.asc"));
    expect(await archipel("cloud", "hillshade", at("hills.tif"), "--out", at("shade.tif"))).toMatchObject({
      code: 0,
      out: "shade.tif: 100 × 100 cells\n",
    });
    const [one, other] = [at("one.tif"), at("other.tif")];
    await archipel("cloud", "slope", at("hills.tif"), "--out", one);
    await archipel("cloud", "slope", at("hills.asc"), "--out", other);
    const [fromTiff, fromText] = [await heightsOf("one.tif"), await heightsOf("other.tif")];
    for (const [i, slope] of fromTiff.entries()) expect(fromText[i]).toBeCloseTo(slope, 1);
    expect(Math.max(...fromTiff)).toBeLessThan(10);
    expect((await archipel("cloud", "aspect", at("hills.tif"), "--out", at("aspect.asc"))).code).toBe(0);
    expect(await archipel("cloud", "contours", at("hills.asc"), "--interval", "10", "--out", at("nowhere.json"))).toMatchObject({
      code: 0,
      err: expect.stringContaining("coordinate system is not known"),
    });
  });

  test("contour lines are in degrees as GeoJSON, and in the system of the model as GeoPackage", async () => {
    await archipel("cloud", "dtm", at("town.laz"), "--resolution", "10", "--out", at("model.tif"));
    const drawn = await archipel("cloud", "contours", at("model.tif"), "--interval", "10", "--base", "5", "--out", at("lines.geojson"));
    const { features } = JSON.parse(await readFile(at("lines.geojson"), "utf8"));
    expect(drawn.out).toBe(`lines.geojson: ${features.length} lines at 4 heights\n`);
    expect(new Set(features.map((feature: { properties: { elevation: number } }) => feature.properties.elevation))).toEqual(
      new Set([45, 55, 65, 75]),
    );
    const [lon, lat] = features[0].geometry.coordinates[0];
    expect([Math.abs(lon - -2.4) < 0.5, Math.abs(lat - 48.5) < 0.5]).toEqual([true, true]);
    const packed = await archipel("cloud", "contours", at("model.tif"), "--interval", "10", "--base", "5", "--out", at("lines.gpkg"));
    expect(packed.out).toBe(`lines.gpkg: ${features.length} lines at 4 heights\n`);
    expect((await readFile(at("lines.gpkg"))).toString("latin1", 0, 15)).toBe("SQLite format 3");
  });

  test("refuse what they do not understand", async () => {
    await archipel("cloud", "dtm", at("town.laz"), "--resolution", "20", "--out", at("small.tif"));
    await writeFile(at("bad.asc"), "ncols 2\nnrows x");
    for (const [words, says] of [
      [["contours", at("small.tif"), "--out", at("a.gpkg")], "--interval is needed"],
      [["contours", at("small.tif"), "--interval", "0.000001", "--out", at("a.gpkg")], "too many lines"],
      [["contours", at("small.tif"), "--interval", "1", "--out", at("a.shp")], ".geojson or .gpkg"],
      [["contours", at("small.tif"), "--interval", "1", "--base", "x", "--out", at("a.gpkg")], "is a number"],
      [["contours", at("bad.asc"), "--interval", "1", "--out", at("a.gpkg")], "not a model of heights"],
      [["contours", at("town.laz"), "--interval", "1", "--out", at("a.gpkg")], "not a model of heights"],
      [["hillshade", at("small.tif"), "--out", at("a.asc")], "ends with .tif"],
      [["hillshade", at("small.tif"), "--altitude", "91", "--out", at("a.tif")], "90 degrees at most"],
      [["hillshade", at("small.tif"), "--out", at("small.tif")], "another name"],
      [["slope", at("absent.tif"), "--out", at("a.tif")], "file or folder not found"],
      [["aspect", at("small.tif"), "--azimuth", "3", "--out", at("a.tif")], "hillshade"],
    ] as const) {
      expect(await archipel("cloud", ...words)).toMatchObject({ code: 2, err: expect.stringContaining(says) });
    }
  });
});
