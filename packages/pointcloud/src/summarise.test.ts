import { expect, it } from "vitest";
import { readFrom } from "./byte-io.ts";
import { openCloud } from "./open-cloud.ts";
import { summarise } from "./summarise.ts";
import { cloudFile } from "./testing/cloud-file.ts";
import { syntheticPoints } from "./testing/synthetic-cloud.ts";

it("counts classes and returns, and measures density on covered ground only", async () => {
  const cloud = { format: 6, extraBytes: 0, total: 100_000, seed: 1 };
  const south = syntheticPoints(cloud, 0, 50_000);
  const far = syntheticPoints(cloud, 99_999, 1);
  const file = await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [south, far]);
  const fractions: number[] = [];
  const { statistics, density, coveredArea } = await summarise(await openCloud(readFrom(file)), (fraction) => fractions.push(fraction));
  expect(statistics.count).toBe(50_001);
  const ground = [...(south.classification ?? []), ...(far.classification ?? [])].filter((value) => value === 2).length;
  expect(statistics.byClass[2]).toBe(ground);
  expect(statistics.byReturn.reduce((sum, count) => sum + count)).toBe(50_001);
  // Half of a square kilometre with 0.1 points a square metre; the far point covers one cell.
  expect(density).toBeGreaterThan(0.09);
  expect(density).toBeLessThan(0.11);
  expect(coveredArea).toBeLessThan(520_000);
  expect(fractions.at(-1)).toBe(1);
});

it("has no density where there is no area", async () => {
  const file = await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [
    syntheticPoints({ format: 6, extraBytes: 0, total: 1, seed: 1 }, 0, 1),
  ]);
  expect(await summarise(await openCloud(readFrom(file)))).toMatchObject({ density: 0, coveredArea: 0 });
});
