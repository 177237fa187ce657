import { describe, expect, it } from "vitest";
import { drawTown, pathOf } from "./plan-drawing.ts";
import { eachPoint, heightAt, type TerrainPoint } from "./terrain.ts";

describe("drawTown", () => {
  it("draws the same town each time, with the highlighted plot in it", () => {
    const town = drawTown();
    expect(drawTown()).toEqual(town);
    expect(town.asked).toHaveLength(4);
    expect(town.plots.map(({ ring }) => ring)).toContainEqual(town.asked);
    expect(new Set(town.plots.map(({ zone }) => zone))).toEqual(new Set(["U", "AUc", "A", "N"]));
    expect(pathOf(town.buildings)).not.toContain("NaN");
  });
});

describe("terrain", () => {
  it("keeps heights between 0 and 1", () => {
    for (let x = -20; x < 20; x += 0.7) for (let z = 0; z < 60; z += 1.3) expect(Math.abs(heightAt(x, z) - 0.5)).toBeLessThanOrEqual(0.5);
  });

  it("paints from the horizon to the front, within the canvas", () => {
    const points: TerrainPoint[] = [];
    eachPoint(3.05, (point) => points.push(point));
    expect(points.length).toBeGreaterThan(5000);
    expect(points[0]?.nearness ?? 1).toBeLessThan(points.at(-1)?.nearness ?? 0);
    expect(points.every(({ x }) => x > -0.03 && x < 1.03)).toBe(true);
  });
});
