import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { FeatureRow, InspectedLayer } from "../model.ts";
import { type OpenedFile, withOpenedFile } from "../open-file.ts";
import { readLayer } from "../read.ts";
import { fileOfRows } from "../sandbox/requests.ts";
import { allOf, rowsOfOpened } from "./rows-of.ts";

export interface ReadBothWays {
  layer: InspectedLayer;
  /** Who read the rows in the end. */
  by: "own reader" | "GDAL";
  rows: FeatureRow[];
  /** The same rows, as GDAL alone reads them. */
  gdal: FeatureRow[];
}

/** For tests of our own readers: opens files of a folder of the test file's own, which is removed at its end. */
export function openedFiles() {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "archipel-direct-test-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  let files = 0;
  return async <T>(content: Uint8Array | string, extension: string, use: (file: OpenedFile, path: string) => Promise<T>): Promise<T> => {
    const path = join(directory, `${++files}.${extension}`);
    await writeFile(path, content);
    return withOpenedFile(path, { fileName: `a.${extension}` }, (file) => use(file, path));
  };
}

/** Reads the first layer of an opened file by the reader that takes it, and by GDAL. Null when the file has no layer that can be read. */
export async function readBothWays(file: OpenedFile, path: string): Promise<ReadBothWays | null> {
  const [layer] = file.inspection.layers;
  if (!layer) return null;
  const rows = await rowsOfOpened(file, layer);
  const by = file.written(layer)?.path.endsWith(fileOfRows(0)) ? "own reader" : "GDAL";
  return { layer, by, rows, gdal: await allOf(readLayer(path, layer.source, { fields: layer.fields })) };
}
