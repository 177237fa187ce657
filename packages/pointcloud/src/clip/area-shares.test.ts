import type { Bbox } from "@archipel/geo/bbox.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Area } from "./area.ts";
import { AreaShares } from "./area-shares.ts";

const star = Array.from({ length: 40 }, (_, i): [number, number] => {
  const [radius, angle] = [i % 2 === 0 ? 500 : 300, (i / 40) * 2 * Math.PI];
  return [1000 + radius * Math.cos(angle), 2000 + radius * Math.sin(angle)];
});
const hole: [number, number][] = [
  [900, 1900],
  [1100, 1900],
  [1100, 2100],
  [900, 2100],
];
const area = new Area([[star, hole]]);
const shares = new AreaShares(area);

it("is the share that testing places gives, for any box", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 400, max: 1600, noNaN: true }),
      fc.double({ min: 1400, max: 2600, noNaN: true }),
      fc.double({ min: 40, max: 800, noNaN: true }),
      (x, y, size) => {
        const box: Bbox = [x, y, x + size, y + size];
        let inside = 0;
        for (let i = 0; i < 10_000; i++)
          if (area.contains(x + (((i % 100) + 0.5) * size) / 100, y + ((Math.floor(i / 100) + 0.5) * size) / 100)) inside++;
        expect(Math.abs(shares.of(box) - inside / 10_000)).toBeLessThan(0.06);
      },
    ),
  );
});

it("is 0 beside the area, and the area's part of a box that holds all of it", () => {
  expect(shares.of([0, 0, 100, 100])).toBe(0);
  expect(shares.of([500, 2600, 1500, 2700])).toBe(0);
  expect(shares.of([0, 1000, 2000, 3000]) * 4e6).toBeCloseTo(area.surface, -4);
});

it("is quick for a comb with thousands of teeth", () => {
  const comb = Array.from({ length: 5_000 }, (_, i): [number, number] => [i, i % 2 === 0 ? 0 : 5_000]);
  const teeth = new AreaShares(new Area([[[...comb, [4_999, -1], [0, -1]]]]));
  expect(teeth.of([0, 0, 4_999, 5_000])).toBeCloseTo(0.5, 1);
});
