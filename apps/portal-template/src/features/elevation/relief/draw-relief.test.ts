import { FIRST_WAY_LAYER } from "@archipel/map-style/basemap-style.ts";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { expect, it } from "vitest";
import { withRelief } from "./draw-relief.ts";
import { FIRST_VIEW } from "./relief-code.ts";

const plain = (...ids: string[]): StyleSpecification => ({
  version: 8,
  sources: {},
  layers: ids.map((id) => ({ id, type: "background" as const })),
});
const relief = { version: "abc", base: 12, bbox: [-5, 46, -4, 47] as [number, number, number, number], maxZoom: 15, layers: [] };

it("puts shades over the ground, below data and streets, in a valid style", () => {
  const before = plain("ground", "data/a/fill", FIRST_WAY_LAYER, "names");
  for (const mode of ["light", "dark"] as const)
    for (const isRaised of [true, false]) {
      const style = withRelief(before, relief, { ...FIRST_VIEW, isRaised }, mode);
      expect(style.layers.map(({ id }) => id)).toEqual(["ground", "relief/shades", "data/a/fill", FIRST_WAY_LAYER, "names"]);
      expect(style.terrain).toEqual(isRaised ? { source: "relief/heights", exaggeration: 1.5 } : undefined);
      expect(Object.keys(style.sources)).toHaveLength(isRaised ? 2 : 1);
      expect(validateStyleMin(style as never)).toEqual([]);
    }
  expect(withRelief(plain(FIRST_WAY_LAYER), relief, FIRST_VIEW, "light").layers[0]?.id).toBe("relief/shades");
  expect(withRelief(plain("ground"), relief, FIRST_VIEW, "light").layers[1]?.id).toBe("relief/shades");
});
