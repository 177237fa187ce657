import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { listArchive } from "@archipel/gdal/formats/archive.ts";
import { defaultLimits } from "@archipel/gdal/model.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Out } from "../out.ts";
import { run } from "../run.ts";
import { withTilesAsFile } from "./tiles-of-folder.ts";

const POINTS = 3000;
const NAME = "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz";
let folder: string;
let tile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-cloud-repairs-"));
  const points = syntheticPoints({ format: 6, extraBytes: 0, total: POINTS, seed: 1 }, 0, POINTS);
  points.classification?.set([8, 8], 20);
  points.gpsTime?.set([Number.NaN], 30);
  const file = await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]);
  await mkdir(join(folder, "tiles/deep"), { recursive: true });
  tile = join(folder, "tiles", NAME);
  await writeFile(tile, file);
  await writeFile(join(folder, "tiles/deep", NAME.replace("0292", "0293")), file);
  await writeFile(join(folder, "tiles/readme.txt"), "tiles");
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

test("clouds are checked without a model or a server, one or a folder of them", async () => {
  const one = await archipel("check", tile, "--lang", "en");
  expect(one.code).toBe(1);
  expect(one.out).toContain(`${NAME}  3,000 points  EPSG:2154`);
  expect(one.out).toContain("Points have a class that is not in the list of LiDAR HD: 8 × 2");
  expect(one.out).toContain("Times of measurement are not numbers (the first at point 31)");
  const beside = await archipel("check", relative(process.cwd(), tile), "--lang", "en");
  expect(beside.out).toBe(one.out);
  const all = await archipel("check", join(folder, "tiles"), "--lang", "fr");
  expect(all.code).toBe(1);
  expect(all.out).toContain(`deep/${NAME.replace("0292", "0293")}`);
  expect(all.err).toContain("Des erreurs dans les nuages de points");
  const lines = (await archipel("check", tile, "--format", "jsonl")).out.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).rule)).toContain("cloud-class-unknown");
});

test("a check says what would be left after repairs", async () => {
  const { code, out } = await archipel("check", tile, "--repair", "bad-times", "--reclassify", "8=1", "--lang", "en");
  expect(code).toBe(0);
  expect(out).toContain("1 point without a valid time left out");
  expect(out).toContain("2 points given another class");
  expect(out).not.toContain("not in the list");
});

test("a repaired cloud is written as COPC with its heights, and its source stays", async () => {
  const target = join(folder, "tile.copc.laz");
  const before = await readFile(tile);
  const { code, out } = await archipel(
    "repair",
    relative(process.cwd(), tile),
    "--repair",
    "bad-times",
    "--heights",
    "5721",
    "--out",
    target,
    "--lang",
    "en",
  );
  expect([code, out]).toEqual([0, "tile.copc.laz  2,999 points\n    1 point without a valid time left out\n"]);
  const { cloud } = await CopcReader.open(readFrom(await readFile(target)));
  expect(cloud.header.pointCount).toBe(POINTS - 1);
  expect(cloud.crs).toMatchObject({ horizontalEpsg: 2154, verticalEpsg: 5721 });
  expect(await readFile(tile)).toEqual(before);
  await expect(stat(`${target}.part`)).rejects.toThrow();
});

test("repairs that leave nothing are refused, and nothing is written", async () => {
  const elsewhere = join(folder, NAME.replace("0292", "0400"));
  await copyFile(tile, elsewhere);
  const target = join(folder, "nothing.copc.laz");
  const { code, err } = await archipel("repair", elsewhere, "--repair", "outside-tile", "--out", target, "--lang", "en");
  expect([code, err]).toEqual([1, `archipel repair: ${NAME.replace("0292", "0400")}: The chosen repairs leave no point.\n`]);
  await expect(stat(target)).rejects.toThrow();
});

test("a wrong word gets the list of the right ones", async () => {
  const said = async (...args: string[]) => {
    const { code, err } = await archipel(...args, "--lang", "en");
    expect(code).toBe(2);
    return err;
  };
  expect(await said("check", tile, "--repair", "trim")).toContain("choose one of header, bad-times");
  expect(await said("check", tile, "--reclassify", "8=300")).toContain("--reclassify");
  expect(await said("check", tile, "--heights", "4326")).toContain("5720 (NGF-IGN69 height)");
  expect(await said("repair", tile, "--repair", "header", "--out", "tile.laz")).toContain(".copc.laz");
  expect(await said("repair", tile, "--repair", "header")).toContain("--out");
  expect(await said("check", join(folder, "tiles/readme.txt"), "--repair", "header")).toContain("repair point clouds only");
});

test("a folder of tiles is sent as one zip of its clouds", async () => {
  const entries = await withTilesAsFile(join(folder, "tiles"), async (file) => listArchive(file, defaultLimits));
  expect(entries.map(({ path }) => path).sort()).toEqual([NAME, `deep/${NAME.replace("0292", "0293")}`].sort());
  expect(await withTilesAsFile(tile, async (file) => file)).toBe(tile);
  await mkdir(join(folder, "empty"));
  await expect(withTilesAsFile(join(folder, "empty"), async () => null)).rejects.toMatchObject({ code: "no-tiles" });
});
