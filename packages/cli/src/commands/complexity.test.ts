import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { archipel } from "../testing/archipel.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-complexity-"));
  const files = [{ name: "lines", kind: "table", path: "lines", presence: "required", table: "lines" }];
  const tables = { lines: { fields: [{ name: "id", type: "string" }], geometry: { type: "linestring" } } };
  const model = { format: "archipel-model/1", id: "lines", title: { fr: "x", en: "x" }, files, tables };
  await writeFile(join(folder, "model.json"), JSON.stringify(model));
  // Vertices are a tenth of a metre apart: ten per metre, whatever the length.
  const line = (vertices: number, at: number) => ({
    type: "Feature",
    properties: { id: String(vertices) },
    geometry: { type: "LineString", coordinates: Array.from({ length: vertices }, (_, index) => [2 + at, 46 + index * 0.9e-6]) },
  });
  const features = [line(20, 0), line(100, 0.1), line(101, 0.2)];
  await writeFile(join(folder, "lines.geojson"), JSON.stringify({ type: "FeatureCollection", features }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(...words: string[]) {
  const asked = ["check", join(folder, "lines.geojson"), "--model", join(folder, "model.json"), "--format", "jsonl", "--lang", "en"];
  const { code, out, err } = await archipel([...asked, ...words]);
  return { code, err, codes: [...out.matchAll(/"code":"([A-Z_]+)"/g)].map(([, found]) => found) };
}

test("--density-above leaves the density of lines with few vertices alone, as the fifth limit of the national validator does", async () => {
  const dense = (count: number) => Array.from({ length: count }, () => "CNIG_GEOMETRY_COMPLEXITY_WARNING");
  expect((await check("--complexity-warning", "density=5")).codes).toEqual(dense(3));
  expect((await check("--complexity-warning", "density=5", "--density-above", "20")).codes).toEqual(dense(2));
  expect((await check("--complexity-warning", "density=5", "--density-above", "100")).codes).toEqual(dense(1));
  expect((await check("--complexity-warning", "density=5", "--density-above", "101")).codes).toEqual([]);
  expect((await check("--complexity-error", "density=5", "--density-above", "100")).codes).toEqual(["CNIG_GEOMETRY_COMPLEXITY_ERROR"]);
});

test("--density-above without a limit on density, or with no whole number, is refused", async () => {
  expect(await check("--density-above", "100")).toMatchObject({ code: 2, err: expect.stringContaining("needs a limit on density") });
  expect(await check("--complexity-error", "rings=4", "--density-above", "100")).toMatchObject({ code: 2 });
  expect(await check("--complexity-error", "density=5", "--density-above", "-1")).toMatchObject({ code: 2 });
});
