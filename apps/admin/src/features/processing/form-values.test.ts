import type { ParameterDescription, ProcessableLayer } from "@archipel/contracts/processing.ts";
import { describe, expect, test } from "vitest";
import { aroundChosen, fittingLayers, initialValues, offeredFields } from "./form-values.ts";

const label = { fr: "x", en: "x" };
const about = { label, help: null, isOptional: false };
const layerParameter = { ...about, key: "layer", kind: "layer", geometries: ["line"] } as const satisfies object;
const parameters: ParameterDescription[] = [
  { ...layerParameter, geometries: [...layerParameter.geometries] },
  { ...about, key: "distance", kind: "number", unit: null, min: 0, max: 1, isWhole: false, initial: 0.5 },
  { ...about, key: "by", kind: "fields", of: "layer", types: null, max: 3 },
];
const layer = (id: string, geometry: ProcessableLayer["geometry"], bbox: ProcessableLayer["bbox"] = null): ProcessableLayer => ({
  id,
  title: id,
  datasetId: id,
  datasetTitle: id,
  geometry,
  features: 1,
  bbox,
  fields: [
    { name: "nom", column: "nom", type: "text" },
    { name: "n", column: "n", type: "integer" },
  ],
});

describe("a form made from a description", () => {
  test("starts with the defaults of the description and the layer in the address", () => {
    expect(initialValues({ parameters }, "a")).toEqual({ layer: "a", distance: 0.5, by: [] });
    expect(initialValues({ parameters }, null)).toEqual({ layer: null, distance: 0.5, by: [] });
  });

  test("offers the layers of a fitting geometry type, and the fields of the chosen layer by type", () => {
    const layers = [layer("a", "line"), layer("b", "point"), layer("c", "mixed")];
    const [first] = parameters;
    if (first?.kind !== "layer") throw new Error("no layer");
    expect(fittingLayers(first, layers).map(({ id }) => id)).toEqual(["a", "c"]);
    expect(fittingLayers({ ...first, geometries: null }, layers)).toHaveLength(3);
    expect(offeredFields({ of: "layer", types: ["integer"] }, { layer: "a" }, layers).map(({ column }) => column)).toEqual(["n"]);
    expect(offeredFields({ of: "layer" }, { layer: null }, layers)).toEqual([]);
  });

  test("frames the chosen layers, else all of them", () => {
    const layers = [layer("a", "line", [1, 45, 2, 46]), layer("b", "point"), layer("c", "mixed", [5, 45, 6, 47])];
    expect(aroundChosen({ layer: "a", distance: 1 }, layers)).toEqual([1, 45, 2, 46]);
    expect(aroundChosen({ layers: ["a", "c"] }, layers)).toEqual([1, 45, 6, 47]);
    for (const layer of [null, "b"]) expect(aroundChosen({ layer }, layers)).toEqual([1, 45, 6, 47]);
    expect(aroundChosen({ layer: null }, [])).toBeNull();
  });
});
