import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projections } from "@archipel/geo/projections.ts";
import { cloudFile, LAMBERT_93 } from "@archipel/pointcloud/testing/cloud-file.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import proj4 from "proj4";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Out } from "../out.ts";
import { run } from "../run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-cloud-"));
  const points = syntheticPoints({ format: 7, extraBytes: 1, total: 40_000, seed: 1 }, 0, 40_000);
  const fields = [{ name: "height", type: "u8" as const, size: 1 }];
  await writeFile(join(folder, "town.laz"), await cloudFile({ format: 7, extraBytes: 1, compression: "variable", fields }, [points]));
  const older = syntheticPoints({ format: 1, extraBytes: 0, total: 500, seed: 1 }, 0, 500);
  older.scanAngle?.fill(0);
  const file = await cloudFile({ format: 1, extraBytes: 0, compression: "none", header: { versionMinor: 2 } }, [older]);
  // The CRS becomes a record that nobody knows.
  Buffer.from(file.buffer, file.byteOffset, file.length).write("Somebody\0\0\0\0\0\0\0\0", 229, "latin1");
  await writeFile(join(folder, "nowhere.las"), file);
  await writeFile(join(folder, "lambert93.prj"), LAMBERT_93);
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
  const code = await run(args, {
    out: stream((text) => {
      out += text;
    }),
    err: stream((text) => {
      err += text;
    }),
  });
  return { code, out, err };
}

describe("archipel cloud info", () => {
  test("prints what the points say, in both languages", async () => {
    const english = await archipel("cloud", "info", join(folder, "town.laz"), "--lang", "en");
    expect(english.code).toBe(0);
    expect(english.out).toMatch(/^town\.laz\nLAZ, LAS 1\.4, point format 7\n40,000 points\nCoordinate system: EPSG:2154, RGF93 v1/);
    expect(english.out).toContain("x  292000.");
    expect(english.out).toContain("Added fields: height (u8)");
    expect(english.out).toContain("0.04 points per square unit");
    expect(english.out).toMatch(/ {4}2 +[\d,]+ +[\d.]+% {2}ground\n/);
    const french = await archipel("cloud", "info", join(folder, "town.laz"), "--lang", "fr");
    expect(french.out).toContain("végétation haute");
  });

  test("writes the same facts as JSON", async () => {
    const { out } = await archipel("cloud", "info", join(folder, "town.laz"), "--format", "json");
    const facts = JSON.parse(out);
    expect(facts).toMatchObject({ points: 40_000, epsg: 2154, kind: "laz", pointFormat: 7 });
    expect(Object.values<number>(facts.classes).reduce((sum, count) => sum + count)).toBe(40_000);
  });

  test("says what is wrong with a file, and where", async () => {
    const broken = join(folder, "broken.laz");
    await writeFile(broken, (await readFile(join(folder, "town.laz"))).subarray(0, 20_000));
    const { code, err } = await archipel("cloud", "info", broken, "--lang", "en");
    expect(code).toBe(3);
    expect(err).toMatch(/^archipel cloud: broken\.laz: it is incomplete: .* \(at byte \d+\)\)\n$/);
    expect(await archipel("cloud", "info", join(folder, "lambert93.prj"), "--lang", "fr")).toMatchObject({
      code: 3,
      err: expect.stringContaining("ce n’est pas un fichier LAS ou LAZ"),
    });
  });

  test("refuses what it does not understand", async () => {
    for (const words of [
      ["info"],
      ["merge", "a"],
      ["info", "a", "b"],
      ["copc", "a"],
      ["info", "a", "--threads", "2"],
      ["copc", "a", "b", "--format", "json"],
      ["clip", "--out", "a.laz"],
      ["clip", "a"],
      ["clip", "a", "--format", "json", "--out", "b.laz"],
      ["clip", "a", "--out", "b.txt"],
      ["clip", "a", "--out", "b.laz", "--classes", "2,300"],
      ["clip", "a", "--out", "b.laz", "--spacing", "0"],
      ["clip", "a", "--out", "b.laz", "--density", "-1"],
      ["__proto__", "a"],
    ]) {
      expect((await archipel("cloud", ...words)).code).toBe(2);
    }
    expect((await archipel("cloud", "info", join(folder, "not-there.laz"))).code).toBe(2);
  });
});

describe("archipel cloud copc", () => {
  test("writes a file that it can read, and leaves nothing else", async () => {
    const out = join(folder, "town.copc.laz");
    const before = await readdir(folder);
    const written = await archipel("cloud", "copc", join(folder, "town.laz"), out, "--threads", "2", "--lang", "en");
    expect(written).toMatchObject({ code: 0, out: "town.copc.laz: 40,000 points in 1 node, 1 level\n" });
    // A slow machine writes how far it is, too.
    expect(written.err).not.toContain("--wkt");
    expect((await readdir(folder)).sort()).toEqual([...before, "town.copc.laz"].sort());
    const [source, copc] = await Promise.all([
      archipel("cloud", "info", join(folder, "town.laz"), "--format", "json"),
      archipel("cloud", "info", out, "--format", "json"),
    ]);
    expect(JSON.parse(copc.out)).toEqual({ ...JSON.parse(source.out), kind: "copc" });
  });

  test("says when the CRS is missing, and takes one from a file", async () => {
    const [source, out] = [join(folder, "nowhere.las"), join(folder, "nowhere.copc.laz")];
    const without = await archipel("cloud", "copc", source, out, "--threads", "1", "--lang", "en");
    expect(without).toMatchObject({ code: 0, err: expect.stringContaining("--wkt FILE") });
    const placed = await archipel("cloud", "copc", source, out, "--overwrite", "--threads", "1", "--wkt", join(folder, "lambert93.prj"));
    expect(placed.code).toBe(0);
    expect(placed.err).not.toContain("--wkt");
    expect(JSON.parse((await archipel("cloud", "info", out, "--format", "json")).out)).toMatchObject({ epsg: 2154, pointFormat: 6 });
    expect((await archipel("cloud", "copc", source, out, "--wkt", source)).code).toBe(2);
    expect((await archipel("cloud", "copc", source, source)).code).toBe(2);
    expect((await archipel("cloud", "copc", source, join(folder, "no", "where.laz"))).code).toBe(2);
  });

  test("leaves no part of a file when the source is broken", async () => {
    const before = await readdir(folder);
    expect((await archipel("cloud", "copc", join(folder, "broken.laz"), join(folder, "broken.copc.laz"), "--threads", "1")).code).toBe(3);
    expect(await readdir(folder)).toEqual(before);
  });
});

describe("archipel cloud clip", () => {
  const areaFile = async (name: string, geometry: unknown, crs?: string) => {
    const path = join(folder, name);
    const feature = { type: "Feature", properties: {}, geometry };
    await writeFile(
      path,
      JSON.stringify({ type: "FeatureCollection", ...(crs && { crs: { properties: { name: crs } } }), features: [feature] }),
    );
    return path;
  };
  const ring = [
    [292_000, 6_832_000],
    [292_500, 6_832_000],
    [292_500, 6_833_000],
    [292_000, 6_833_000],
  ];
  const square = { type: "Polygon", coordinates: [ring] };

  test("takes the same points by an area in metres and in degrees", async () => {
    const degrees = ring.map(([x = 0, y = 0]) => proj4(projections.get(2154) ?? "").inverse([x - 0.001, y - 0.001]));
    const [metric, geographic, named] = await Promise.all([
      areaFile("metres.geojson", square),
      areaFile("degrees.geojson", { type: "Polygon", coordinates: [degrees] }),
      areaFile("named.geojson", square, "urn:ogc:def:crs:EPSG::2154"),
    ]);
    const facts = await Promise.all(
      [metric, geographic, named].map(async (area, i) => {
        const out = join(folder, `part-${i}.laz`);
        expect(await archipel("cloud", "clip", join(folder, "town.laz"), "--area", area, "--out", out, "--lang", "en")).toMatchObject({
          code: 0,
          err: "",
        });
        return JSON.parse((await archipel("cloud", "info", out, "--format", "json")).out);
      }),
    );
    expect(facts[0]).toMatchObject({ epsg: 2154, pointFormat: 7, extraFields: [{ name: "height", type: "u8" }] });
    expect(facts[0].points).toBeGreaterThan(15_000);
    expect(facts[0].points).toBeLessThan(25_000);
    expect(facts[1].points).toBe(facts[0].points);
    expect(facts[2]).toEqual(facts[0]);
    const estimate = await archipel("cloud", "clip", join(folder, "town.laz"), "--area", metric, "--estimate", "--lang", "en");
    expect(estimate.out).toMatch(/^About (19|20|21),\d{3} points: [\d.]+\skB as LAZ, [\d.]+\skB as LAS\n$/);
  });

  test("merges files into an octree, by class", async () => {
    const [out, before] = [join(folder, "ground.copc.laz"), await readdir(folder)];
    const inputs = [join(folder, "town.laz"), join(folder, "town.laz")];
    const written = await archipel("cloud", "clip", ...inputs, "--classes", "2", "--out", out, "--threads", "1", "--lang", "fr");
    expect(written).toMatchObject({ code: 0, err: expect.not.stringContaining("--wkt") });
    expect((await readdir(folder)).sort()).toEqual([...before, "ground.copc.laz"].sort());
    const [ground, town] = await Promise.all([
      archipel("cloud", "info", out, "--format", "json"),
      archipel("cloud", "info", join(folder, "town.laz"), "--format", "json"),
    ]);
    expect(JSON.parse(ground.out)).toMatchObject({ kind: "copc", classes: { 2: 2 * JSON.parse(town.out).classes[2] } });
  });

  test("says why it writes nothing, and leaves no file", async () => {
    const away = await areaFile("away.geojson", {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      ],
    });
    const before = await readdir(folder);
    const out = ["--out", join(folder, "never.laz"), "--lang", "en"];
    const town = join(folder, "town.laz");
    expect(await archipel("cloud", "clip", town, "--area", away, ...out)).toMatchObject({
      code: 1,
      err: expect.stringContaining("No point is inside"),
    });
    expect(await archipel("cloud", "clip", town, join(folder, "broken.laz"), ...out)).toMatchObject({
      code: 3,
      err: expect.stringContaining("broken.laz"),
    });
    expect(await archipel("cloud", "clip", town, "--area", town, ...out)).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not GeoJSON"),
    });
    expect(await archipel("cloud", "clip", join(folder, "nowhere.las"), "--area", away, ...out)).toMatchObject({
      code: 2,
      err: expect.stringContaining("coordinate system of nowhere.las is not known"),
    });
    expect((await archipel("cloud", "clip", town, "--area", join(folder, "absent.geojson"), ...out)).code).toBe(2);
    expect((await archipel("cloud", "clip", town, "--out", town)).code).toBe(2);
    expect(await readdir(folder)).toEqual(before);
  });

  test("refuses what is not an area", async () => {
    for (const [geometry, crs, says] of [
      [{ type: "Point", coordinates: [1, 2] }, undefined, "no polygon with a surface"],
      [
        {
          type: "Polygon",
          coordinates: [
            [
              [1, 2],
              [3, "x"],
              [1, 1],
            ],
          ],
        },
        undefined,
        "is not GeoJSON",
      ],
      [square, "EPSG:999999", "EPSG:999999 is not known"],
    ] as const) {
      const area = await areaFile("bad.geojson", geometry, crs);
      const refused = await archipel(
        "cloud",
        "clip",
        join(folder, "town.laz"),
        "--area",
        area,
        "--out",
        join(folder, "no.laz"),
        "--lang",
        "en",
      );
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(says) });
    }
  });
});
