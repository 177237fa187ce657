import { describe, expect, it } from "vitest";
import { boundsOf, EMPTY } from "./sample-bounds.ts";

describe("boundsOf", () => {
  it("is null for an empty sample and for features without geometry", () => {
    expect(boundsOf(EMPTY)).toBeNull();
    expect(boundsOf({ type: "Feature", properties: {}, geometry: null })).toBeNull();
  });

  it("leaves out a coordinate that is not on Earth, which no map could show", () => {
    const coordinates = [
      [-5, 46],
      [-5.2, 146.4],
      [652_000, 47],
      [-4, 47],
    ];
    expect(boundsOf({ type: "MultiPoint", coordinates })).toEqual([-5, 46, -4, 47]);
    expect(boundsOf({ type: "Point", coordinates: [0, 146] })).toBeNull();
  });

  it("covers every kind of geometry and ignores heights", () => {
    const box = boundsOf({
      type: "FeatureCollection",
      features: [
        { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [-5, 46, 1200] } },
        {
          type: "Feature",
          properties: {},
          geometry: {
            type: "GeometryCollection",
            geometries: [
              {
                type: "LineString",
                coordinates: [
                  [2, 48],
                  [3, 45],
                ],
              },
            ],
          },
        },
      ],
    });
    expect(box).toEqual([-5, 45, 3, 48]);
  });
});
