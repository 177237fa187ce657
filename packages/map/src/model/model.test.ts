import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialState, type LayerState, type MapState, reduce, selectedFeature } from "./map-state.ts";
import { decodeLayers, decodeView, encodeLayers, encodeView } from "./permalink.ts";
import { metresPerPixel, scaleBar, scaleDenominator } from "./scale.ts";

const ids = [
  "0190aaaa-0000-7000-8000-000000000001",
  "0190aaaa-0000-7000-8000-000000000002",
  "0190aaaa-0000-7000-8000-000000000003",
] as const;
const start: MapState = initialState(
  ids.map((id, index) => ({ id, isVisible: index < 2 })),
  { lon: -5.2, lat: 46.4, zoom: 11 },
);

describe("reduce", () => {
  it("adds new layers and keeps the state of those that stay", () => {
    const faded = reduce(start, { type: "faded", layerId: ids[1], opacity: 0.3 });
    const chosen = reduce(faded, { type: "selected", hits: [{ layerId: ids[0], fid: 1 }] });
    const next = reduce(chosen, {
      type: "listed",
      layers: [
        { id: "new", isVisible: true },
        { id: ids[1], isVisible: false },
      ],
    });
    expect(next.layers).toEqual([
      { id: "new", isOn: true, opacity: 1 },
      { id: ids[1], isOn: true, opacity: 0.3 },
    ]);
    expect(next.selection).toBeNull();
  });

  it("moves a layer to any place and keeps the others' order", () => {
    const moved = reduce(start, { type: "reordered", layerId: ids[2], index: 0 });
    expect(moved.layers.map((layer) => layer.id)).toEqual([ids[2], ids[0], ids[1]]);
    expect(reduce(start, { type: "reordered", layerId: ids[0], index: 99 }).layers.at(-1)?.id).toBe(ids[0]);
    expect(reduce(start, { type: "reordered", layerId: "unknown", index: 0 })).toEqual(start);
  });

  it("keeps pictures below everything, wherever they are added or moved", () => {
    const pictures = { id: "p1", isVisible: true, isUnder: true } as const;
    const listed = [pictures, { id: "v1", isVisible: true }, { id: "v2", isVisible: true }];
    let state = initialState(listed, start.view);
    const order = () => state.layers.map(({ id }) => id);
    expect(order()).toEqual(["v1", "v2", "p1"]);
    state = reduce(state, { type: "reordered", layerId: "p1", index: 0 });
    state = reduce(state, { type: "reordered", layerId: "v1", index: 9 });
    expect(order()).toEqual(["v2", "v1", "p1"]);
    state = reduce(state, { type: "listed", layers: [...listed, { ...pictures, id: "p2" }] });
    expect(order()).toEqual(["v2", "v1", "p2", "p1"]);
    state = { ...state, layers: decodeLayers("p1:40", state.layers) };
    expect(state.layers.map(({ id, isOn }) => [id, isOn])).toEqual([
      ["v2", false],
      ["v1", false],
      ["p1", true],
      ["p2", false],
    ]);
    expect(encodeLayers(state.layers)).toBe("p1:40");
    expect(reduce(state, { type: "switched", layerId: "v1", isOn: true }).layers.at(2)).toEqual({
      id: "p1",
      isOn: true,
      opacity: 0.4,
      isUnder: true,
    });
  });

  it("steps through the hits of a click, and wraps around", () => {
    const hits = [
      { layerId: ids[0], fid: 1 },
      { layerId: ids[1], fid: 7 },
    ];
    let state = reduce(start, { type: "selected", hits });
    expect(selectedFeature(state)).toEqual(hits[0]);
    state = reduce(state, { type: "stepped", by: -1 });
    expect(selectedFeature(state)).toEqual(hits[1]);
    expect(selectedFeature(reduce(state, { type: "stepped", by: 1 }))).toEqual(hits[0]);
  });

  it("deselects the features of a layer that is switched off", () => {
    const hits = [
      { layerId: ids[0], fid: 1 },
      { layerId: ids[1], fid: 7 },
    ];
    const state = reduce(reduce(start, { type: "selected", hits, index: 1 }), { type: "switched", layerId: ids[1], isOn: false });
    expect(selectedFeature(state)).toEqual(hits[0]);
    expect(reduce(state, { type: "switched", layerId: ids[0], isOn: false }).selection).toBeNull();
  });

  it("limits opacity to between 0 and 1", () => {
    expect(reduce(start, { type: "faded", layerId: ids[0], opacity: 3 }).layers[0]?.opacity).toBe(1);
    expect(reduce(start, { type: "faded", layerId: ids[0], opacity: -1 }).layers[0]?.opacity).toBe(0);
  });
});

describe("permalink", () => {
  it("decodes every view to about a pixel", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -85, max: 85, noNaN: true }),
        fc.double({ min: 0, max: 22, noNaN: true }),
        (lon, lat, zoom) => {
          const view = decodeView(encodeView({ lon, lat, zoom }));
          expect(view).toBeDefined();
          const pixels = (Math.abs((view?.lon ?? 999) - lon) / 360) * 512 * 2 ** zoom;
          expect(pixels).toBeLessThan(8);
        },
      ),
    );
  });

  it("refuses what is not a view", () => {
    for (const hash of ["", "#12/46", "#12/96/2", "#99/1/1", "#a/b/c", "#12/46/2/3"]) expect(decodeView(hash), hash).toBeUndefined();
  });

  it("decodes which layers are on, their order and opacity", () => {
    const layers: LayerState[] = [
      { id: ids[2], isOn: true, opacity: 0.6 },
      { id: ids[0], isOn: true, opacity: 1 },
      { id: ids[1], isOn: false, opacity: 1 },
    ];
    expect(decodeLayers(encodeLayers(layers), start.layers)).toEqual(layers);
    const none = layers.map((layer) => ({ ...layer, isOn: false }));
    expect(decodeLayers(encodeLayers(none), start.layers).some((layer) => layer.isOn)).toBe(false);
  });

  it("decodes the confidence from which features are shown", () => {
    const layers: LayerState[] = [
      { id: ids[2], isOn: true, opacity: 1, confidenceAtLeast: 50 },
      { id: ids[0], isOn: true, opacity: 0.6, confidenceAtLeast: 75 },
      { id: ids[1], isOn: false, opacity: 1 },
    ];
    expect(encodeLayers(layers)).toBe("000000000003:100:50,000000000001:60:75");
    expect(decodeLayers(encodeLayers(layers), start.layers)).toEqual(layers);
    expect(decodeLayers("000000000003:100:x", start.layers)[0]).toEqual({ id: ids[2], isOn: true, opacity: 1 });
  });

  it("accepts whole ids too, and ignores unknown ones", () => {
    expect(
      decodeLayers(`${ids[1]},gone`, start.layers)
        .filter((layer) => layer.isOn)
        .map((layer) => layer.id),
    ).toEqual([ids[1]]);
    expect(decodeLayers("gone", start.layers)).toEqual(start.layers);
  });
});

describe("scale", () => {
  it("knows the size of a pixel", () => {
    expect(metresPerPixel(0, 0)).toBeCloseTo(78271.5, 1);
  });

  it("draws a round distance that fits", () => {
    fc.assert(
      fc.property(fc.double({ min: -80, max: 80, noNaN: true }), fc.double({ min: 0, max: 22, noNaN: true }), (lat, zoom) => {
        const { metres, pixels } = scaleBar(lat, zoom, 120);
        expect(pixels).toBeLessThanOrEqual(120.0001);
        expect(pixels).toBeGreaterThan(47);
        expect([1, 2, 5]).toContain(Math.round(metres / 10 ** Math.floor(Math.log10(metres) + 1e-9)));
      }),
    );
    expect(scaleDenominator(46.4, 14)).toBeGreaterThan(10_000);
  });
});
