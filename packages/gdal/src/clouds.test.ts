import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PointColumns } from "@archipel/pointcloud/las/columns.ts";
import { type CloudFile, cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectFile } from "./inspect.ts";
import { cloudFiles } from "./testing/hostile/cloud-files.ts";
import { buildZip } from "./testing/zip-builder.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-clouds-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const points = (count: number, format = 6) => syntheticPoints({ format, extraBytes: 0, total: count, seed: 1 }, 0, count);

async function cloud(batches: PointColumns[], facts: Partial<CloudFile> = {}): Promise<Buffer> {
  return Buffer.from(await cloudFile({ format: 6, extraBytes: 0, compression: "variable", ...facts }, batches));
}

async function inspect(fileName: string, content: Buffer) {
  const path = join(folder, "file");
  await writeFile(path, content);
  return inspectFile(path, { fileName });
}

const TILE = "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz";

test("a LAZ alone is counted from its points, with its product by its name", async () => {
  const found = await inspect(TILE, await cloud([points(20_000)]));
  expect(found).toMatchObject({ driver: "laz", layers: [], rasters: [], documents: [], findings: [] });
  const [one] = found.clouds;
  expect(one).toMatchObject({
    name: "LHD_FXX_0292_6833_PTS_LAMB93_IGN69",
    format: "laz",
    entry: null,
    version: "1.4",
    pointFormat: 6,
    points: 20_000,
    crs: { srid: 2154, how: "declared" },
    verticalSrid: 5720,
    product: "lidar-hd",
    // 300,000,000 seconds after the billionth of GPS time.
    dates: ["2021-03-17", "2021-03-17"],
  });
  expect(Object.values(one?.classes ?? {}).reduce((sum, count) => sum + count)).toBe(20_000);
  expect(one?.findings.map(({ rule }) => rule)).toEqual(["cloud-density-low"]);
});

test("a LAS that describes more extra bytes than it has is read with a finding, and the type of each field is kept", async () => {
  const fields = [
    { name: "u", type: "u16", size: 2 },
    { name: "i", type: "i32", size: 4 },
    { name: "scaled", type: "i16", size: 2, scale: 0.01 },
    { name: "f", type: "f32", size: 4 },
    { name: "raw", type: "undocumented", size: 3 },
    { name: "gone", type: "f64", size: 8 },
  ] as const;
  const batch = syntheticPoints({ format: 6, extraBytes: 17, total: 300, seed: 1 }, 0, 300);
  const { clouds, findings } = await inspect("a.las", await cloud([batch], { extraBytes: 17, compression: "none", fields: [...fields] }));
  expect(findings).toEqual([]);
  expect(clouds).toMatchObject([{ points: 300, extraFields: ["u", "i", "scaled", "f", "raw"] }]);
  expect(clouds[0]?.extraTypes).toEqual([
    { type: "unsigned", size: 2 },
    { type: "signed", size: 4 },
    { type: "floating", size: 8 },
    { type: "floating", size: 4 },
    { type: "unsigned", size: 3 },
  ]);
  expect(clouds[0]?.findings).toContainEqual(
    expect.objectContaining({ rule: "cloud-extra-beyond", severity: "warning", params: { fields: "gone", bytes: 17, points: 0 } }),
  );
});

test("a LAS of an older version without CRS takes it from its name, else from its coordinates", async () => {
  const older = await cloud([points(500, 1)], { format: 1, compression: "none", header: { versionMinor: 2 } });
  // The CRS becomes a record that nobody knows.
  older.write("Somebody\0\0\0\0\0\0\0\0", 229, "latin1");
  expect((await inspect("semis_0292_6833_LA93_IGN69.las", older)).clouds[0]).toMatchObject({
    format: "las",
    version: "1.2",
    crs: { srid: 2154, how: "by-name" },
    verticalSrid: 5720,
  });
  const [unnamed] = (await inspect("points.las", older)).clouds;
  expect(unnamed).toMatchObject({ crs: { srid: 2154, how: "guessed" }, verticalSrid: null, product: null });
  expect(unnamed?.findings.map(({ rule }) => rule)).toContain("cloud-heights-unstated");
});

test("faults have the number of their points and the place of the first", async () => {
  const faulty = points(5000);
  faulty.classification?.set([8, 8], 20);
  faulty.gpsTime?.set([Number.NaN], 30);
  const [one] = (await inspect("LHD_FXX_0400_6833_PTS_LAMB93_IGN69.laz", await cloud([faulty]))).clouds;
  const byRule = new Map(one?.findings.map((finding) => [finding.rule, finding]));
  expect(byRule.get("cloud-class-unknown")).toMatchObject({ occurrences: 2, params: { classes: "8", index: 21 } });
  expect(byRule.get("cloud-class-unknown")?.at?.[0]).toBeCloseTo(292_000 + (faulty.x[20] as number) / 100, 6);
  expect(byRule.get("cloud-gps-time-not-finite")).toMatchObject({ severity: "error", occurrences: 1 });
  expect(byRule.get("cloud-outside-tile")?.params).toEqual({ metres: 108_000 });
});

test("tiles of a zip are listed with what is broken among them, and neighbours that cover the same ground", async () => {
  const good = await cloud([points(3000)]);
  const found = await inspect(
    "tiles.zip",
    buildZip([
      { name: "t/a.laz", content: good },
      { name: "t/b.las", content: await cloud([points(3000)], { compression: "none" }) },
      { name: "t/broken.laz", content: good.subarray(0, 9000) },
      { name: "t/notes.las", content: Buffer.from("no cloud") },
      { name: "t/readme.pdf", content: Buffer.from("%PDF-1.4") },
    ]),
  );
  expect(found.driver).toBe("zip");
  expect(found.clouds.map(({ entry, format }) => [entry, format])).toEqual([
    ["t/a.laz", "laz"],
    ["t/b.las", "las"],
  ]);
  expect(found.documents.map(({ path }) => path).sort()).toEqual(["t/notes.las", "t/readme.pdf"]);
  expect(found.findings).toMatchObject([
    { rule: "cloud-broken", subject: "t/broken.laz", params: { fault: "truncated" } },
    { rule: "cloud-overlap", params: { file: "t/a.laz", other: "t/b.las", percent: 100 } },
  ]);
});

test("a cloud that is cut, empty or made of noise is a finding, never a crash", async () => {
  const whole = await cloud([points(4000)]);
  for (const length of [4, 100, 226, 300, 375, 500, 2000, whole.length - 200]) {
    const { clouds, findings } = await inspect("cut.laz", whole.subarray(0, length));
    expect(clouds).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toEqual(["cloud-broken"]);
  }
  const noisy = Buffer.from(whole);
  noisy.fill(0xa5, 1500, 3000);
  const { clouds, findings } = await inspect("noisy.laz", noisy);
  expect([...findings, ...clouds.flatMap((one) => one.findings)].map(({ severity }) => severity)).toContain("error");
  const empty = await cloud([]);
  expect((await inspect("empty.laz", empty)).findings).toMatchObject([{ rule: "cloud-empty" }]);
  const huge = Buffer.from(whole);
  huge.writeDoubleLE(1e306, 131);
  expect((await inspect("huge.laz", huge)).findings).toMatchObject([{ rule: "cloud-broken", params: { fault: "header_broken" } }]);
});

/** A quick share of the hostile clouds; all of them are in the group `hostile`, with the limits of a child. */
test("hostile clouds end with a finding or with what could be read", async () => {
  const files = cloudFiles();
  const every = Math.ceil(files.length / 16);
  for (const file of files.filter((_, index) => index % every === 0)) {
    const { clouds, findings } = await inspect(file.fileName, Buffer.from(await file.content()));
    expect([file.name, clouds.length + findings.length]).not.toEqual([file.name, 0]);
    expect(findings.filter(({ params }) => params.reason === "crash" || params.reason === "timeout")).toEqual([]);
  }
});
