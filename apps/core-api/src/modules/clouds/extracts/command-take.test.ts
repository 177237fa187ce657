import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWaitingExtracts } from "../../../jobs/cloud-extracts.ts";
import { createServer } from "../../../server.ts";
import { commandLine } from "../../../testing/command-line.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { pointsOfSquare, publishTown, TOWN_SQUARE, unzipped } from "../../../testing/town-cloud.ts";

// `archipel cloud take` against a server, without a key: the layer is public.

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let folder: string;
let layerId: string;
let url: string;
let command: ReturnType<typeof commandLine>;
let making: NodeJS.Timeout;

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  folder = await mkdtemp(path.join(tmpdir(), "archipel-take-"));
  ({ layerId } = await publishTown(core, (await createCommunity(database)).id));
  command = commandLine({ url, key: "", home: folder });
  making = setInterval(() => void makeWaitingExtracts(core, true, new AbortController().signal), 200);
});
afterAll(async () => {
  clearInterval(making);
  command.close();
  await app.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function areaFile(crs: string | null): Promise<string> {
  const file = path.join(folder, "area.geojson");
  const named = crs === null ? {} : { crs: { type: "name", properties: { name: crs } } };
  await writeFile(
    file,
    JSON.stringify({
      type: "FeatureCollection",
      ...named,
      features: [{ type: "Feature", properties: {}, geometry: TOWN_SQUARE.geometry }],
    }),
  );
  return file;
}
const take = (area: string, ...options: string[]) => command.archipel(["cloud", "take", layerId, "--area", area, ...options]);

test("an area is counted, then taken with its models; nothing else is left in the folder", async () => {
  const area = await areaFile("urn:ogc:def:crs:EPSG::2154");
  const counted = await take(area, "--estimate");
  expect([counted.code, counted.out]).toEqual([0, expect.stringMatching(/^About [\d,]+ points: .* as LAZ/)]);
  const out = path.join(folder, "zone.zip");
  const taken = await take(area, "--portal", url, "--classes", "2,6", "--models", "dtm,contours", "--resolution", "5", "--out", out);
  expect([taken.code, taken.out]).toEqual([0, expect.stringMatching(/^zone\.zip: 3 files, /)]);
  const files = await unzipped(await readFile(out));
  expect([...files.keys()]).toEqual(["README.txt", "SHA256SUMS", "points.laz", "dtm.tif", "contours.gpkg"]);
  expect(files.get("README.txt")?.toString()).toContain(`Points: ${pointsOfSquare([2, 6]).toLocaleString("en")}`);
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("what is wrong is said before anything is asked, or in the words of the server", async () => {
  const area = await areaFile("EPSG:2154");
  const out = path.join(folder, "no.zip");
  expect(await take(await areaFile(null), "--out", out)).toMatchObject({ code: 2, err: expect.stringContaining("longitude") });
  await areaFile("EPSG:2154");
  expect(await take(area, "--out", path.join(folder, "no.laz"))).toMatchObject({ code: 2, err: expect.stringContaining(".zip") });
  expect(await take(area, "--models", "dtm,trees", "--out", out)).toMatchObject({ code: 2, err: expect.stringContaining("trees") });
  expect(await take(area, "--portal", "lidar", "--out", out)).toMatchObject({ code: 2, err: expect.stringContaining("--portal") });
  expect(await take(area, "--portal", "http://127.0.0.1:1", "--out", out)).toMatchObject({ code: 4 });
  expect(await take(area, "--classes", "17", "--out", out)).toMatchObject({
    code: 1,
    err: expect.stringContaining("no point of your choice"),
  });
  expect(await take(area, "--resolution", "0.3", "--models", "dtm", "--out", out)).toMatchObject({
    code: 3,
    err: expect.stringContaining("resolution"),
  });
});
