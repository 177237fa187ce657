import { SHAPES } from "@archipel/map-style/icons/names.ts";
import { type Appearance, type LayerStyle, layerStyle, type StatedStyle } from "@archipel/map-style/layer-style.ts";
import { PATTERNS } from "@archipel/map-style/patterns.ts";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeMapLibre } from "./maplibre/write-maplibre.ts";
import { readStyleFile } from "./read-style-file.ts";
import { SLD_VERSIONS, writeSld } from "./sld/write-sld.ts";
import { PALETTE, zones } from "./testing/zones.ts";

const WRITTEN = { palette: PALETTE, tiles: "https://example.org/tiles/zones.json", sprites: "https://example.org/sprites/" };

type Geometry = "point" | "line" | "polygon";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const tenth = (min: number, max: number) => fc.integer({ min: min * 10, max: max * 10 }).map((value) => value / 10);
const title = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .map((text) => text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "x").trim())
  .filter((text) => text !== "");
const value = fc.oneof(title, fc.constantFrom("01", "U", "<script>alert(1)</script>", "a'b\"c", "1e3", "__proto__", "constructor"));

function looks(geometry: Geometry): fc.Arbitrary<Appearance> {
  const parts = { colour, opacity: fc.integer({ min: 1, max: 100 }).map((one) => one / 100) };
  const model: fc.Arbitrary<Appearance> =
    geometry === "point"
      ? fc.record({ ...parts, radiusPx: tenth(15, 40), outline: colour, outlinePx: tenth(0, 5) })
      : geometry === "line"
        ? fc.record({ ...parts, widthPx: tenth(1, 12) })
        : fc.record({ ...parts, widthPx: tenth(1, 12), outline: colour });
  return model;
}

function styles(geometry: Geometry): fc.Arbitrary<StatedStyle> {
  const own =
    geometry === "polygon"
      ? fc.record({ pattern: fc.constantFrom(...PATTERNS) }, { requiredKeys: [] })
      : geometry === "point"
        ? fc.record({ icon: fc.constantFrom(...SHAPES.filter((one) => one !== "circle")) }, { requiredKeys: [] })
        : fc.constant({});
  const rest = fc.oneof(
    fc.constant({ isOtherHidden: true }),
    colour.map((other) => ({ other })),
  );
  const appearance = looks(geometry);
  const label = fc.option(
    fc.record({
      column: fc.constant("libelle"),
      sizePx: fc.integer({ min: 8, max: 40 }),
      colour,
      minZoom: fc.integer({ min: 5, max: 15 }),
    }),
    { nil: undefined },
  );
  const shared = fc
    .record({ label, minZoom: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }) })
    .map((parts) => Object.fromEntries(Object.entries(parts).filter(([, one]) => one !== undefined)));
  const simple = appearance.map((look) => ({ kind: "simple", appearance: look }));
  const categorised = fc
    .record({
      appearance,
      rest,
      classes: fc.uniqueArray(fc.record({ value, colour, label: title, own }), {
        minLength: 1,
        maxLength: 12,
        selector: (one) => one.value,
      }),
    })
    .map(({ appearance: look, rest: others, classes }) => ({
      kind: "categorised",
      column: "typezone",
      appearance: look,
      categories: classes.map(({ own: parts, ...one }) => ({ ...one, ...parts })),
      ...others,
    }));
  const graduated = fc
    .record({
      appearance,
      rest,
      stops: fc.uniqueArray(fc.record({ from: tenth(-1000, 1000), colour, label: title }), {
        minLength: 2,
        maxLength: 12,
        selector: (one) => one.from,
      }),
    })
    .map(({ appearance: look, rest: others, stops }) => ({
      kind: "graduated",
      column: "surface",
      appearance: look,
      stops: stops.toSorted((a, b) => a.from - b.from),
      ...others,
    }));
  return fc
    .tuple(fc.oneof(simple, categorised, graduated), shared)
    .map(([style, parts]) => layerStyle.parse({ ...style, ...parts, version: 2 }) as StatedStyle);
}

/** An outline that nobody sees is not kept: one without width, or that of an area in the area's own colour. */
function visible({ outline, ...look }: Appearance, geometry: Geometry): Appearance {
  const isSeen = geometry === "point" ? look.outlinePx !== 0 : outline !== look.colour;
  return { ...look, ...(isSeen && outline && { outline }) };
}

/** What must survive: the kind, the field, and each class as it is drawn. */
function drawn(style: LayerStyle, geometry: Geometry) {
  if (style.kind === "auto") return style;
  const { colour: _, ...appearance } = style.appearance ?? {};
  const classes =
    style.kind === "categorised"
      ? style.categories.map(({ value: key, label, ...look }) => ({
          key: String(key),
          label: label ?? String(key),
          look: visible({ ...appearance, ...look }, geometry),
        }))
      : style.kind === "graduated"
        ? style.stops.map(({ from, label, ...look }) => ({ key: from, label, look: visible({ ...appearance, ...look }, geometry) }))
        : [{ look: visible(style.appearance ?? {}, geometry) }];
  return {
    kind: style.kind,
    column: "column" in style ? style.column : null,
    classes,
    other: "other" in style && !style.isOtherHidden ? style.other : null,
    label: style.label && {
      column: style.label.column,
      sizePx: style.label.sizePx,
      colour: style.label.colour,
      minZoom: style.label.minZoom,
    },
    minZoom: style.minZoom,
  };
}

function coloursOf(style: StatedStyle): string[] {
  const classes = style.kind === "categorised" ? style.categories : style.kind === "graduated" ? style.stops : [];
  const rest = "other" in style && style.other ? [style.other] : [];
  return [...classes.map((one) => one.colour), ...rest];
}

const cases = fc
  .constantFrom<Geometry>("point", "line", "polygon")
  .chain((geometry) => styles(geometry).map((style) => ({ geometry, style })));

test.each(SLD_VERSIONS)("our style written as SLD %s and read again is the same, without a note", (version) => {
  fc.assert(
    fc.property(cases, ({ geometry, style }) => {
      const { text, losses } = writeSld(zones(geometry), style, { palette: PALETTE, version });
      const read = readStyleFile(Buffer.from(text), zones(geometry));
      expect(drawn(read.style, geometry)).toEqual(drawn(style, geometry));
      expect([read.notes, losses, read.missing]).toEqual([[], [], []]);
    }),
    { numRuns: 50 },
  );
});

test("our style written as a MapLibre style is valid, and the same when read again", () => {
  fc.assert(
    fc.property(cases, ({ geometry, style }) => {
      // Classes that look alike leave no trace in a MapLibre style.
      fc.pre(new Set(coloursOf(style)).size === coloursOf(style).length);
      const text = writeMapLibre(zones(geometry), style, WRITTEN);
      expect(validateStyleMin(JSON.parse(text))).toEqual([]);
      const read = readStyleFile(Buffer.from(text), zones(geometry));
      expect(drawn(read.style, geometry)).toEqual(drawn(style, geometry));
      expect([read.notes, read.missing]).toEqual([[], []]);
    }),
    { numRuns: 50 },
  );
});

test.each<[Geometry, StatedStyle]>([
  [
    "point",
    { version: 2, kind: "proportional", column: "surface", from: { value: 0, sizePx: 2 }, to: { value: 100, sizePx: 20 }, scale: "area" },
  ],
  [
    "point",
    {
      version: 2,
      kind: "proportional",
      column: "surface",
      from: { value: 0, sizePx: 2 },
      to: { value: 100, sizePx: 20 },
      scale: "area",
      appearance: { icon: "star" },
    },
  ],
  [
    "line",
    { version: 2, kind: "proportional", column: "surface", from: { value: 5, sizePx: 1 }, to: { value: 50, sizePx: 8.5 }, scale: "linear" },
  ],
  [
    "point",
    {
      version: 2,
      kind: "heat",
      column: "niveau",
      weightOne: 3,
      radiusPx: 25,
      colours: ["#ffffb2", "#fd8d3c", "#bd0026"],
      pointsFromZoom: 15,
    },
  ],
  ["point", { version: 2, kind: "clusters", distancePx: 60, clusterColour: "#aa3300" }],
])("sizes, heat and clusters of %s come back from a MapLibre style", (geometry, style) => {
  const text = writeMapLibre(zones(geometry), style, WRITTEN);
  expect(validateStyleMin(JSON.parse(text))).toEqual([]);
  const { appearance, ...read } = readStyleFile(Buffer.from(text), zones(geometry)).style as StatedStyle;
  const { appearance: own, ...rest } = style;
  expect(read).toEqual(rest);
  expect(appearance?.icon).toBe(own?.icon);
});

test.each(["__proto__", "constructor"])("a class called %s, a name that every object has, is drawn", (value) => {
  const categories = [
    { value, colour: "#ff0000", label: "One", icon: "square" as const },
    { value: "other", colour: "#00ff00", label: "Two" },
  ];
  const style: StatedStyle = { version: 2, kind: "categorised", column: "typezone", categories };
  const text = writeMapLibre(zones("point"), style, WRITTEN);
  expect(validateStyleMin(JSON.parse(text))).toEqual([]);
  expect(readStyleFile(Buffer.from(text), zones("point")).style).toMatchObject({ column: "typezone", categories });
});

test("SLD says what it cannot say", () => {
  const losses = (style: StatedStyle) => writeSld(zones("point"), style, { palette: PALETTE }).losses;
  expect(losses({ kind: "heat", radiusPx: 20, colours: ["#ffffff", "#ff0000"] })).toEqual(["heat-as-points"]);
  expect(losses({ kind: "clusters", distancePx: 50 })).toEqual(["clusters-as-points"]);
  expect(losses({ kind: "simple", appearance: { icon: "school" } })).toEqual(["icons-as-circles"]);
  expect(losses({ kind: "proportional", column: "surface", from: { value: 0, sizePx: 2 }, to: { value: 10, sizePx: 9 } })).toEqual([
    "size-as-classes",
  ]);
});

test("icons come back from a MapLibre style, whose sprite has them and the patterns", () => {
  const style: StatedStyle = {
    version: 2,
    kind: "categorised",
    column: "typezone",
    appearance: { icon: "house" },
    categories: [
      { value: "E", colour: "#0000ff", icon: "school" },
      { value: "M", colour: "#ff0000" },
    ],
    isOtherHidden: true,
  };
  const text = writeMapLibre(zones("point"), style, WRITTEN);
  expect(JSON.parse(text).sprite).toBe("https://example.org/sprites/circle,house,school");
  expect(readStyleFile(Buffer.from(text), zones("point")).style).toMatchObject({
    categories: [
      { value: "E", icon: "school" },
      { value: "M", icon: "house" },
    ],
  });
  const areas: StatedStyle = { version: 2, kind: "simple", appearance: { colour: "#ff0000", pattern: "dots" } };
  expect(JSON.parse(writeMapLibre(zones("polygon"), areas, WRITTEN)).sprite).toMatch(/sprites\/dots~[0-9a-f]{6}$/);
  expect(JSON.parse(writeMapLibre(zones("line"), { version: 2, kind: "simple", appearance: {} }, WRITTEN)).sprite).toBeUndefined();
});
