import type { Finding } from "@archipel/answers/report/report.ts";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Surroundings } from "../compose/facts.ts";
import { wordsOf } from "../compose/words.ts";
import { samplePrintable } from "../testing/sample.ts";
import { clipped } from "./clip.ts";
import { drawMap, isRinged } from "./draw-map.ts";
import { frameAround, invisibleMetres } from "./frame.ts";
import { drawGraticule } from "./graticule.ts";
import type { Ground } from "./ground.ts";
import { scaleBar } from "./marks.ts";
import { numberBadge } from "./number-badge.ts";
import { drawPageMap } from "./page-map.ts";
import { paintedFindings } from "./painted.ts";
import { NIGHT, PAPER } from "./palette.ts";
import { pathOf, projectionOf } from "./path.ts";
import { isRecognised } from "./recognised.ts";
import { NO_SHAPES, type Vertex } from "./shapes.ts";
import { drawThemeMap } from "./theme-map.ts";
import { coversFrame, isWithin } from "./within.ts";

describe("the frame of a map", () => {
  it.each([
    [10, 500],
    [100, 1_000],
    [120, 2_000],
    [400, 5_000],
    [4_000, 25_000],
  ])("around a place of %d m has the scale 1:%d, with air on all sides", (metres, denominator) => {
    const frame = frameAround({ west: 0, south: 0, east: metres, north: metres / 2 });
    expect(frame.denominator).toBe(denominator);
    expect(frame.west).toBeLessThanOrEqual(-20);
    expect(frame.south).toBeLessThanOrEqual(-20);
    expect((frame.east - frame.west) / (frame.widthMm / 1_000)).toBeCloseTo(denominator);
  });

  it("hides less than a tenth of a millimetre", () => {
    expect(invisibleMetres({ denominator: 2_000 })).toBeCloseTo(0.2);
  });
});

test("a path leaves out vertices that fall on one another, and has north at the top", () => {
  const frame = frameAround({ west: 0, south: 0, east: 10, north: 10 });
  const projection = projectionOf(frame, frame.widthMm);
  const ring: Vertex[] = [
    [frame.west, frame.north],
    [frame.west + 0.001, frame.north],
    [frame.east, frame.south],
  ];
  expect(pathOf({ ...NO_SHAPES, areas: [[ring]] }, projection)).toBe(`M0 0L${frame.widthMm} ${frame.heightMm}z`);
});

test("a scale bar is a round length of at most a quarter of the width", () => {
  const frame = frameAround({ west: 0, south: 0, east: 100, north: 10 });
  expect(scaleBar(projectionOf(frame, 170), "fr")).toContain(">20\u00a0m<");
  expect(scaleBar(projectionOf(frame, 85), "en")).toContain(">20\u00a0m<");
});

test("the number of a finding is on its shape, and only on what the map shows", () => {
  const frame = frameAround({ west: 0, south: 0, east: 10, north: 10 });
  const projection = projectionOf(frame, 85);
  const square = (x: number, y: number, size: number) => ({
    ...NO_SHAPES,
    areas: [
      [
        [
          [x, y],
          [x + size, y],
          [x + size, y + size],
          [x, y + size],
          [x, y],
        ] as Vertex[],
      ],
    ],
  });
  expect(numberBadge(1, square(4, 4, 1), projection)).toContain("<circle");
  expect(numberBadge(1, square(-500, -500, 1_000), projection)).toContain("<circle");
  expect(numberBadge(1, square(500, 500, 10), projection)).toBe("");
});

test("areas that fill the whole map are not painted: a limit in it, or a corner outside of it, is", () => {
  const frame = frameAround({ west: 0, south: 0, east: 10, north: 10 });
  const { west, south, east, north } = frame;
  const box = (grow: number, right = east + grow): Vertex[] => [
    [west - grow, south - grow],
    [right, south - grow],
    [right, north + grow],
    [west - grow, north + grow],
  ];
  const areas = (...rings: Vertex[][]) => ({ ...NO_SHAPES, areas: rings.map((ring) => [ring]) });
  expect(coversFrame(areas(box(5)), frame)).toBe(true);
  expect(coversFrame(areas(box(5, (west + east) / 2)), frame)).toBe(false);
  expect(coversFrame(areas(box(-5)), frame)).toBe(false);
  const around = { frame, ground: null, parcels: null, communes: null, graticule: null };
  const facts = { ...around, place: { ...NO_SHAPES, points: [[5, 5] as const] }, features: new Map(), situation: around };
  expect(drawPageMap(facts, [], { locale: "fr", scheme: "dark" })).toContain(NIGHT.ground);
  expect(drawPageMap(facts, [], { locale: "en", scheme: "light" })).toContain(PAPER.place);
});

test("shapes are cut to a box: what is inside stays inside, and nothing is left outside", () => {
  const box = { west: 0, south: 0, east: 100, north: 100 };
  const metres = fc.double({ min: -150, max: 250, noNaN: true });
  const corner = fc.tuple(metres, metres);
  fc.assert(
    fc.property(corner, corner, corner, corner, ([ax, ay], [bx, by], [cx, cy], probe) => {
      const ring: Vertex[] = [
        [ax, ay],
        [bx, by],
        [cx, cy],
      ];
      const { areas } = clipped({ ...NO_SHAPES, areas: [[ring]] }, box, 0);
      for (const [x, y] of areas.flat().flat()) expect(x >= -1e-9 && x <= 100 + 1e-9 && y >= -1e-9 && y <= 100 + 1e-9).toBe(true);
      const isInBox = probe.every((value) => value > 0.01 && value < 99.99);
      if (isInBox) expect(isWithin(probe, areas.flat())).toBe(isWithin(probe, [ring]));
    }),
  );
  const line: Vertex[] = [
    [-50, 50],
    [50, 50],
    [150, 50],
    [400, 50],
    [400, 60],
  ];
  expect(
    clipped(
      {
        ...NO_SHAPES,
        lines: [line],
        points: [
          [1, 1],
          [101, 1],
        ],
      },
      box,
      0,
    ),
  ).toEqual({
    areas: [],
    lines: [line.slice(0, 3)],
    points: [[1, 1]],
  });
});

test("a place has one paint: areas of a second layer are lines over the first, and no colour is translucent", () => {
  const frame = frameAround({ west: 0, south: 0, east: 10, north: 10 });
  const square = {
    ...NO_SHAPES,
    areas: [
      [
        [
          [0, 0],
          [8, 0],
          [8, 8],
          [0, 8],
        ] as Vertex[],
      ],
    ],
  };
  const finding = (layer: string, level: Finding["level"]) => ({ layer, level }) as Finding;
  const drawn = [finding("zones", 2), finding("zones", 4), finding("risks", 3), finding("limits", 0)].map((one) => ({
    finding: one,
    shapes: square,
  }));
  const { below, above } = paintedFindings(drawn, projectionOf(frame, 85), PAPER);
  expect(below.match(/fill="#[0-9a-f]{6}"/g)).toHaveLength(2);
  expect(above).not.toMatch(/fill="#/);
  expect(above.match(/<clipPath/g)).toHaveLength(2);
  expect(`${below}${above}`).not.toContain("opacity");
});

test("the ground is below the colours, and its names hide neither the scale nor the place", () => {
  const { facts } = samplePrintable();
  if (facts.map === null) throw new Error("the sample has a map");
  const svg = drawPageMap(facts.map, [], { locale: "fr", scheme: "light" });
  expect(svg.indexOf(PAPER.woods)).toBeGreaterThan(0);
  expect(svg.indexOf(PAPER.buildings)).toBeGreaterThan(svg.indexOf(PAPER.woods));
  expect(svg).toContain("Rue de l’École");
  expect(svg).toContain("Saint-Aubrin (fictif)");
  const hostile = { ...facts.map, ground: facts.map.ground && { ...facts.map.ground, credits: "<script>alert(1)</script>" } };
  expect(drawPageMap(hostile, [], { locale: "fr", scheme: "dark" })).not.toContain("<script>");
});

describe("a map that says where a place is", () => {
  const frame = frameAround({ west: 0, south: 0, east: 10, north: 10 });
  const bare: Surroundings = { frame, ground: null, parcels: null, communes: null, graticule: null };
  const empty: Ground = {
    land: null,
    woods: NO_SHAPES,
    water: NO_SHAPES,
    buildings: NO_SHAPES,
    limits: NO_SHAPES,
    roads: { main: NO_SHAPES, minor: NO_SHAPES, path: NO_SHAPES },
    names: [],
    credits: "",
  };
  const across: Vertex[] = [
    [-9_000, 4],
    [9_000, 6],
  ];
  const lines = (count: number) => ({ ...NO_SHAPES, lines: Array.from({ length: count }, () => across) });
  const far = { ...NO_SHAPES, lines: [across.map(([x, y]): Vertex => [x, y + 9_000])] };
  const name = (text: string, at: Vertex) => ({ text, kind: "town" as const, shapes: { ...NO_SHAPES, points: [at] } });
  const around: Vertex[] = [
    [-9_000, -9_000],
    [9_000, -9_000],
    [9_000, 9_000],
    [-9_000, 9_000],
  ];
  it.each<[string, boolean, Partial<Surroundings>]>([
    ["nothing", false, {}],
    ["land from edge to edge", false, { ground: { ...empty, land: { ...NO_SHAPES, areas: [[around]] } } }],
    ["one road", false, { ground: { ...empty, roads: { ...empty.roads, minor: lines(1) } } }],
    [
      "a road, a river and a house",
      true,
      { ground: { ...empty, roads: { ...empty.roads, minor: lines(1) }, water: lines(1), buildings: lines(1) } },
    ],
    ["a wood from edge to edge", false, { ground: { ...empty, woods: { ...NO_SHAPES, areas: [[around], [around], [around]] } } }],
    ["parcels", true, { parcels: { layer: "Cadastre", shapes: lines(1) } }],
    ["parcels beyond the edge", false, { parcels: { layer: "Cadastre", shapes: far } }],
    ["a limit without names", false, { ground: { ...empty, limits: lines(2) } }],
    ["one name", false, { ground: { ...empty, names: [name("Uzès", [5, 5])] } }],
    [
      "the same name twice",
      false,
      { ground: { ...empty, names: [name("Uzès", [5, 5])] }, communes: { layer: "C", shapes: far, names: [name("Uzès", [6, 5])] } },
    ],
    ["a name and a limit", true, { communes: { layer: "C", shapes: lines(1), names: [name("Uzès", [5, 5])] } }],
    ["a name beyond the edge and a limit", false, { communes: { layer: "C", shapes: lines(1), names: [name("Uzès", [5, 5_000])] } }],
    ["many limits", true, { ground: { ...empty, limits: lines(6) } }],
  ])("is recognised with %s: %s", (_, isKnown, also) => {
    expect(isRecognised({ ...bare, ...also })).toBe(isKnown);
  });

  it("has, where it is wider, the scale that it names, and a ring around a place too small to be seen", () => {
    const wide = frameAround({ west: 0, south: 0, east: 10, north: 10 }, 25_000);
    expect([wide.denominator, Math.round(wide.east - wide.west)]).toEqual([25_000, 4_250]);
    const place = {
      ...NO_SHAPES,
      areas: [
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
          ] as Vertex[],
        ],
      ],
    };
    expect([frame, wide].map((one) => isRinged(place, projectionOf(one, one.widthMm)))).toEqual([false, true]);
    const style = { locale: "fr" as const, north: "N", widthMm: wide.widthMm };
    const svg = drawMap({ ...bare, frame: wide, place, features: new Map(), situation: bare }, style);
    expect(svg).toContain("<circle");
  });

  it("draws longitudes and latitudes with their figures when nothing else does", () => {
    const svg = drawGraticule(
      [
        {
          axis: "lon",
          degrees: -7.38,
          line: [
            [2, frame.north],
            [2, frame.south],
          ],
        },
        {
          axis: "lat",
          degrees: 44.01,
          line: [
            [frame.west, 2],
            [frame.east, 2],
          ],
        },
      ],
      projectionOf(frame, 170),
      "fr",
      PAPER,
    );
    expect(svg.replaceAll("\u00a0", " ")).toMatch(/>7,38° O<.*>44,01° N</);
  });

  it("draws no map of a theme that is one colour from edge to edge, unless parcels or names are on it", () => {
    const finding = { layer: "floods", level: 2, features: ["1"], relation: { kind: "contains" } } as unknown as Finding;
    const place = { ...NO_SHAPES, points: [[5, 5] as const] };
    const features = new Map([["floods 1", { ...NO_SHAPES, areas: [[around]] }]]);
    const mapWith = (also: Partial<Surroundings>) =>
      drawThemeMap({ ...bare, ...also, place, features, situation: bare }, [finding], wordsOf("fr"));
    expect(mapWith({})).toBeNull();
    expect(mapWith({ parcels: { layer: "Cadastre", shapes: lines(1) } })?.svg).toContain("<svg");
  });
});
