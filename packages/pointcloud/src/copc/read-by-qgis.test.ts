// @on-demand qgis
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readFrom } from "../byte-io.ts";
import { openCloud } from "../open-cloud.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { syntheticPoints } from "../testing/synthetic-cloud.ts";
import { inThisThread } from "./write/executor.ts";
import { writeCopc } from "./write/write-copc.ts";

// QGIS itself opens what we publish (Debian: apt-get install --no-install-recommends python3-qgis qgis-providers).

const POINTS = 60_000;

test.each([6, 7, 8])("QGIS opens a COPC of format %i with its points, bounds, CRS and classes", async (format) => {
  const points = syntheticPoints({ format, extraBytes: 1, total: POINTS, seed: 8 }, 0, POINTS);
  const source = await openCloud(readFrom(await cloudFile({ format, extraBytes: 1, compression: "variable" }, [points])));
  const sink = new MemorySink();
  await writeCopc(source, sink, memoryStorage(), inThisThread());
  const folder = mkdtempSync(path.join(tmpdir(), "qgis-points-"));
  try {
    const file = path.join(folder, "points.copc.laz");
    writeFileSync(file, sink.bytes());
    const script = path.join(import.meta.dirname, "../../scripts/qgis-reads.py");
    const answer = execFileSync("/usr/bin/python3", [script, file], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, HOME: folder },
    });
    const [read] = JSON.parse(answer);
    const { min, max } = source.header;
    expect(read).toMatchObject({ isRead: true, points: POINTS, crs: "EPSG:2154" });
    for (const [i, side] of [min[0], min[1], max[0], max[1]].entries()) expect(read.bounds[i]).toBeCloseTo(side, 2);
    const classes: Record<string, number> = {};
    for (const code of points.classification ?? []) classes[code] = (classes[code] ?? 0) + 1;
    expect(read).toMatchObject({ counted: POINTS, classes });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
