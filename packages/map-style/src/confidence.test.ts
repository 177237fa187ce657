import { createExpression, featureFilter } from "@maplibre/maplibre-gl-style-spec";
import { expect, it } from "vitest";
import { CONFIDENCE_COLUMN, isByConfidence } from "./confidence.ts";
import type { StatedStyle } from "./layer-style.ts";
import { layerToStyle } from "./layer-to-style.ts";

const palette = { accent: "#102030", selection: "#405060", label: "#000000", labelHalo: "#ffffff" };
const style: StatedStyle = {
  kind: "graduated",
  column: CONFIDENCE_COLUMN,
  stops: [
    { from: 0, colour: "#eeeeee" },
    { from: 60, colour: "#222222" },
  ],
};
const point = (confidence?: number) => ({
  type: 1 as const,
  properties: confidence === undefined ? {} : { [CONFIDENCE_COLUMN]: confidence },
});

function drawn(confidenceAtLeast?: number) {
  const layer = { id: "a", name: "a", geometry: "point" as const, fields: [], style };
  const [circle] = layerToStyle(layer, style, { source: "s", palette, opacity: 1, font: "x", confidenceAtLeast });
  if (circle?.type !== "circle") throw new Error("no circles");
  return circle;
}

function colourOf(confidence?: number) {
  const made = createExpression(drawn().paint?.["circle-color"], "layers[0].paint.circle-color");
  if (made.result === "error") throw new Error("no expression");
  return String(made.value.evaluate({ zoom: 14 }, point(confidence)));
}

it("draws a class by confidence, and no class for unknown confidence", () => {
  expect([colourOf(10), colourOf(59), colourOf(60)]).toEqual(["#eeeeee", "#eeeeee", "#222222"]);
  expect(["#eeeeee", "#222222"]).not.toContain(colourOf());
});

it("leaves out features below the threshold, and keeps those of unknown confidence", () => {
  const isShown = (atLeast: number, confidence?: number) =>
    featureFilter(drawn(atLeast).filter, "layers[0].filter").filter({ zoom: 14 }, point(confidence));
  expect([isShown(60, 59), isShown(60, 60), isShown(60), isShown(0, 0)]).toEqual([false, true, true, true]);
});

it("distinguishes this style from a range over a field", () => {
  expect(isByConfidence(style)).toBe(true);
  expect(isByConfidence({ ...style, column: "confidence" })).toBe(false);
});
