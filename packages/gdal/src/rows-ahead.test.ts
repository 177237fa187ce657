// @own-children
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FeatureRow } from "./model.ts";
import { type LayerAhead, type OpenedFile, withOpenedFile } from "./open-file.ts";
import { testFiles } from "./testing/lay-files.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-ahead-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { save } = testFiles(() => directory);

/** Rows of about six megabytes. */
const COUNT = 12_000;
const ring = Array.from({ length: 24 }, (_, corner) => [Math.cos((corner * Math.PI) / 12), Math.sin((corner * Math.PI) / 12)] as const);

function feature(index: number, properties: object = { nom: `zone ${index}`, n: index, share: index / 4 }, heights: number[] = []) {
  const [x, y] = [2 + (index % 100) / 50, 45 + Math.floor(index / 100) / 50];
  const corners = ring.map(([dx, dy]) => [x + dx / 200, y + dy / 200, ...heights]);
  return { type: "Feature", properties, geometry: { type: "Polygon", coordinates: [[...corners, corners[0]]] } };
}

/** A collection whose last feature may differ from the others. */
function collection(last: object = feature(COUNT), count = COUNT): string {
  const features = Array.from({ length: count - 1 }, (_, index) => JSON.stringify(feature(index + 1)));
  return `{"type":"FeatureCollection","features":[${[...features, JSON.stringify(last)].join(",\n")}]}`;
}

interface Ahead {
  layer: LayerAhead;
  rows: FeatureRow[];
}

async function opened<T>(content: string, work: (file: OpenedFile, ahead: Ahead | null) => Promise<T>): Promise<T> {
  let ahead: Ahead | null = null;
  const onAhead = async (layer: LayerAhead, rows: AsyncIterable<FeatureRow[]>) => {
    ahead = { layer, rows: await gathered(rows) };
  };
  return withOpenedFile(await save(content), { fileName: "zones.geojson", onAhead }, (file) => work(file, ahead));
}

async function gathered(batches: AsyncIterable<FeatureRow[]>): Promise<FeatureRow[]> {
  const rows: FeatureRow[] = [];
  for await (const batch of batches) rows.push(...batch.map((row) => ({ ...row, ewkb: row.ewkb && Uint8Array.from(row.ewkb) })));
  return rows;
}

async function rowsOf(file: OpenedFile) {
  const [layer] = file.inspection.layers;
  if (!layer) throw new Error("no layer");
  return { layer, rows: await gathered(file.rows(layer)), cameAhead: file.cameAhead(layer) };
}

test("rows of a large layer come while it is inspected, all of them and as they come afterwards", async () => {
  await opened(collection(), async (file, ahead) => {
    const { layer, rows, cameAhead } = await rowsOf(file);
    expect(cameAhead).toBe(true);
    expect(rows).toHaveLength(COUNT);
    expect(ahead?.rows).toEqual(rows);
    expect(ahead?.layer).toEqual({ source: expect.objectContaining({ hasZ: false }), fields: layer.fields, srid: 4326 });
  });
});

describe("what came ahead is void", () => {
  test.each([
    ["a column turns out to hold other numbers", feature(COUNT, { nom: "", n: 1.5, share: 1 }), ["text", "double", "double"]],
    ["a column comes last", feature(COUNT, { nom: "", n: 1, share: 1, more: true }), ["text", "integer", "double", "boolean"]],
    ["a height comes last", feature(COUNT, undefined, [12]), ["text", "integer", "double"]],
    [
      "GDAL reads the file for a list in it",
      feature(COUNT, { nom: "", n: 1, share: 1, more: ["a"] }),
      ["text", "integer", "double", "text"],
    ],
  ])("when %s", async (_, last, types) => {
    await opened(collection(last), async (file, ahead) => {
      expect(ahead?.rows.length).toBeGreaterThan(1000);
      const { layer, rows, cameAhead } = await rowsOf(file);
      expect(cameAhead).toBe(false);
      expect(layer.fields.map(({ type }) => type)).toEqual(types);
      expect(rows).toHaveLength(COUNT);
    });
  });

  test("when a feature is no JSON", async () => {
    await opened(collection().replace(`"nom":"zone ${COUNT}"`, '"nom":,'), async ({ inspection }, ahead) => {
      expect(ahead?.rows.length).toBeGreaterThan(1000);
      expect(inspection.layers).toEqual([]);
      expect(inspection.findings).toMatchObject([{ rule: "json-broken" }]);
    });
  });
});

test("a small layer is described first, as is one that names another CRS", async () => {
  await opened(collection(undefined, 500), async (file, ahead) => {
    expect(ahead).toBeNull();
    expect((await rowsOf(file)).cameAhead).toBe(false);
  });
  const lambert = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features"';
  await opened(collection().replace('"features"', lambert), async (file, ahead) => {
    expect(ahead).toBeNull();
    const { layer, rows, cameAhead } = await rowsOf(file);
    expect([layer.crs.srid, rows.length, cameAhead]).toEqual([2154, COUNT, false]);
  });
});

test("nobody needs to take rows ahead, and a failure of who does ends the reading", async () => {
  const path = await save(collection());
  await withOpenedFile(path, { fileName: "zones.geojson" }, async (file) => expect((await rowsOf(file)).rows).toHaveLength(COUNT));
  const onAhead = () => Promise.reject(new Error("no database"));
  await expect(withOpenedFile(path, { fileName: "zones.geojson", onAhead }, async () => {})).rejects.toThrow("no database");
});
