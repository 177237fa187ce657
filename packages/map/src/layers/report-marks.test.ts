import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { describe, expect, it } from "vitest";
import { REPORT_LAYER, type SketchMark, withReports, withSketch } from "./report-marks.ts";

const bare: StyleSpecification = { version: 8, sources: {}, layers: [], glyphs: "https://example.org/{fontstack}/{range}.pbf" };
const look = { colour: "#b3261e", ground: "#ffffff", ink: "#111111", font: "Inter" };
const marks: SketchMark[] = [
  {
    kind: "arrow",
    geometry: {
      type: "LineString",
      coordinates: [
        [3, 47],
        [3.01, 47],
      ],
    },
  },
  { kind: "text", text: "Ici", geometry: { type: "Point", coordinates: [3, 47] } },
];

describe("reports in a style", () => {
  it("adds nothing without reports", () => {
    expect(withSketch(bare, [], look)).toBe(bare);
    expect(withReports(bare, [], look)).toBe(bare);
  });

  it("makes a style that MapLibre accepts", () => {
    const points = [{ id: "a", number: 1, isOpen: true, lon: 3, lat: 47 }];
    const style = withReports(withSketch(bare, marks, look), points, look);
    expect(validateStyleMin(style)).toEqual([]);
    expect(style.layers.at(-1)?.id).toBe(REPORT_LAYER);
  });

  it("puts a head at the end of an arrow, symmetrical on the screen", () => {
    const source = withSketch(bare, marks, look).sources["reports/sketch"];
    const data = source?.type === "geojson" && typeof source.data === "object" ? source.data : null;
    const features = data?.type === "FeatureCollection" ? data.features : [];
    const heads = features.flatMap(({ geometry, properties }) =>
      properties?.kind === "line" && geometry.type === "LineString" ? [geometry] : [],
    );
    expect(heads).toHaveLength(2);
    const ends = heads.map(({ coordinates }) => coordinates[1] ?? []);
    for (const [lon = 0] of ends) expect(lon).toBeLessThan(3.01);
    expect((ends[0]?.[1] ?? 0) + (ends[1]?.[1] ?? 0)).toBeCloseTo(94, 9);
    expect(ends[0]?.[1]).not.toBeCloseTo(47, 6);
  });
});
