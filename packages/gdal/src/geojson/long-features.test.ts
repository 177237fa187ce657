import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readGeoJson } from "./read-geojson.ts";

const MEBIBYTE = 1024 * 1024;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-long-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Two features, the second as long as given: white space between its coordinates, which is the cheapest text. */
async function collection(bytes: number): Promise<string> {
  const point = (space: string) => `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[2,${space}48]}}`;
  const path = join(directory, `${bytes}.geojson`);
  await writeFile(path, `{"type":"FeatureCollection","features":[${point("")},${point(" ".repeat(bytes))}]}`);
  return path;
}

test("a feature as long as the text of a large polygon is read, without GDAL", async () => {
  const read = readGeoJson(await collection(20 * MEBIBYTE), null, false);
  expect(read?.info).toMatchObject({ featureCount: 2, geometry: { type: "Point", extent: [2, 48, 2, 48] } });
});

test("a feature beyond the limit is named, with the limit", async () => {
  const path = await collection(6 * MEBIBYTE);
  expect(() => readGeoJson(path, null, false, { maxFeatureBytes: 4 * MEBIBYTE })).toThrow(
    expect.objectContaining({ name: "FeatureTooLargeError", reason: "broken", feature: 2, megabytes: 4 }),
  );
});
