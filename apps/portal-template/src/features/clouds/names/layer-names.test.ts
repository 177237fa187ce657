import { expect, it } from "vitest";
import { type LayerName, mergedNames } from "./layer-names.ts";

const name = (text: string, x: number): LayerName => ({ text, x, y: 0, height: null, rank: 0, size: 12 });
const square = (...names: LayerName[]) => ({ names, credits: [] });

it("writes a name once, where the nearer map has it", () => {
  expect(mergedNames([])).toEqual([]);
  expect(mergedNames([square(name("Bourg", 1))])).toEqual([name("Bourg", 1)]);
  expect(mergedNames([square(name("Bourg", 1), name("Ville", 2)), square(name("Bourg", 3))])).toEqual([name("Bourg", 3), name("Ville", 2)]);
});
