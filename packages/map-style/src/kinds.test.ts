import { createExpression, featureFilter, type LayerSpecification, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { legendValues, sizeOf } from "./draw/sizes.ts";
import { COUNT_COLUMN, gatheringAt } from "./gathered.ts";
import { iconImage, iconImageName } from "./icons/icon-image.ts";
import { ICONS } from "./icons/names.ts";
import { iconPaths } from "./icons/shapes.ts";
import { kindsFor, type LayerStyle, layerStyle, type StatedStyle, type StyledLayer } from "./layer-style.ts";
import { layerToStyle } from "./layer-to-style.ts";
import { legendIndexOf, legendOf } from "./legend.ts";
import { columnsOf, templateParts } from "./style-columns.ts";
import { readTileDraft, tileDraft } from "./tile-draft.ts";

const palette = { accent: "#b5482a", selection: "#b5482a", label: "#2b2f3a", labelHalo: "#fbf8f2" };

function drawn(style: StatedStyle, geometry: StyledLayer["geometry"] = "point"): LayerSpecification[] {
  const layer: StyledLayer = { id: "1", name: "couche", geometry, fields: [], style };
  return layerToStyle(layer, style, { source: "data", palette, opacity: 1, font: "Inter" });
}

function part(layers: readonly LayerSpecification[], name: string): LayerSpecification {
  const found = layers.find(({ id }) => id === `data/1/${name}`);
  if (!found) throw new Error(name);
  return found;
}

function valueAt(layer: LayerSpecification, property: string, properties: Record<string, unknown>, type: 1 | 2 | 3 = 1): unknown {
  const group = property.startsWith("icon-image") || property.startsWith("text-field") ? "layout" : "paint";
  const written: unknown = Reflect.get(Reflect.get(layer, group) ?? {}, property);
  if (!Array.isArray(written)) return written;
  const made = createExpression(written, `layers[0].${group}.${property}`);
  if (made.result === "error") throw new Error(made.value.map(String).join());
  const value = made.value.evaluate({ zoom: 14 }, { type, properties });
  return typeof value === "object" ? String(value) : value;
}

const isDrawn = (layer: LayerSpecification, properties: Record<string, unknown>, type: 1 | 2 | 3 = 1) =>
  featureFilter("filter" in layer ? layer.filter : true, "layers[0].filter").filter({ zoom: 14 }, { type, properties });

const full: Readonly<Record<string, LayerStyle>> = {
  classes: {
    kind: "graduated",
    version: 2,
    column: "n",
    method: "jenks",
    palette: { id: "blue", isReversed: true },
    stops: [
      { from: 0, colour: "#112233", pattern: "hatch", dash: [3, 1] },
      { from: 10, colour: "#445566", opacity: 0.3, icon: "star", radiusPx: 9, widthPx: 4, outline: "#000000" },
      { from: 10, colour: "#778899" },
    ],
    other: "#aaaaaa",
    otherLabel: "Sans valeur",
    appearance: { outlinePx: 1, icon: "house" },
    label: { column: "a", template: "{a} ({n} m²)", sizePx: 14, haloPx: 0, minZoom: 8, maxZoom: 18, priorityColumn: "n" },
    minZoom: 4,
    maxZoom: 20,
  },
  categories: {
    kind: "categorised",
    column: "a",
    isOtherHidden: true,
    categories: [
      { value: "x", colour: "#112233", pattern: "dots", icon: "tree" },
      { value: "x", colour: "#112234" },
      { value: true, colour: "#445566" },
    ],
  },
  size: { kind: "proportional", column: "n", from: { value: 0, sizePx: 2 }, to: { value: 100, sizePx: 20 }, unit: "hab" },
  heat: { kind: "heat", column: "n", radiusPx: 20, colours: ["#ffffff", "#ff0000"], pointsFromZoom: 14, label: { column: "a" } },
  clusters: { kind: "clusters", distancePx: 50, clusterColour: "#123456", appearance: { icon: "diamond" }, label: { column: "a" } },
};

describe("version 2 of the style", () => {
  it("is drawn as valid MapLibre layers, with a legend, for every geometry that has the kind", () => {
    for (const [name, style] of Object.entries(full)) {
      expect(layerStyle.parse(style)).toEqual(style);
      if (style.kind === "auto") continue;
      const fitting = (["point", "line", "polygon", "mixed"] as const).filter((geometry) => kindsFor(geometry).includes(style.kind));
      for (const geometry of fitting) {
        const layers = drawn(style, geometry);
        const whole = {
          version: 8 as const,
          sources: { data: { type: "vector" as const, tiles: ["https://a.test/{z}/{x}/{y}"] } },
          layers,
        };
        expect(
          validateStyleMin(whole).map(({ message }) => message),
          `${name} ${geometry}`,
        ).toEqual([]);
        expect(legendOf({ geometry }, style, palette, "en").length).toBeGreaterThan(0);
      }
    }
  });

  it("refuses dashes that draw nothing, and styles of a later version", () => {
    expect(layerStyle.safeParse({ kind: "simple", appearance: { dash: [0, 0] } }).success).toBe(false);
    expect(layerStyle.safeParse({ kind: "simple", appearance: {}, version: 3 }).success).toBe(false);
  });

  it("draws a class as its symbol says, and inherits the rest", () => {
    const { classes } = full;
    if (classes?.kind !== "graduated") throw new Error("classes");
    const layers = drawn(classes);
    expect(valueAt(part(layers, "icon"), "icon-image", { n: 12 })).toBe("icon/circle");
    expect(valueAt(part(layers, "pictogram"), "icon-image", { n: 12 })).toBe("icon/house");
    expect(valueAt(part(layers, "icon"), "icon-color", { n: 12 })).not.toBe(valueAt(part(layers, "icon"), "icon-color", { n: 2 }));
    expect(valueAt(part(layers, "icon"), "icon-color", {})).toBe("#aaaaaa");
    expect(valueAt(part(layers, "label"), "text-field", { a: "Nord", n: 12 })).toBe("Nord (12 m²)");
    expect(part(layers, "label")).toMatchObject({ minzoom: 8, maxzoom: 18 });
    expect(part(layers, "icon")).toMatchObject({ minzoom: 4, maxzoom: 20 });
  });

  it("leaves out features that no class covers when the style says so", () => {
    const { categories } = full;
    if (categories?.kind !== "categorised") throw new Error("categories");
    const fill = part(drawn(categories, "polygon"), "fill");
    expect([isDrawn(fill, { a: "x" }, 3), isDrawn(fill, { a: true }, 3), isDrawn(fill, { a: "y" }, 3)]).toEqual([true, true, false]);
    const pattern = part(drawn(categories, "polygon"), "pattern");
    expect([isDrawn(pattern, { a: "x" }, 3), isDrawn(pattern, { a: true }, 3)]).toEqual([true, false]);
  });
});

describe("sizes by value", () => {
  const { size } = full;
  if (size?.kind !== "proportional") throw new Error("size");

  it("are the same on the map and in the legend: the area of a disc grows with its value", () => {
    const circle = part(drawn(size), "circle");
    for (const value of [-5, 0, 25, 100, 1000]) {
      expect(valueAt(circle, "circle-radius", { n: value })).toBeCloseTo(sizeOf(size, value, "point"), 6);
    }
    expect(sizeOf(size, 50, "point") ** 2).toBeCloseTo((4 + 400) / 2, 6);
    expect(valueAt(part(drawn(size, "line"), "line"), "line-width", { n: 50 }, 2)).toBeCloseTo(11, 6);
    expect([isDrawn(circle, { n: 4 }), isDrawn(circle, {})]).toEqual([true, false]);
  });

  it("have a legend of round values, the largest first", () => {
    expect(legendOf({ geometry: "point" }, size, palette, "fr").map(({ label }) => label)).toEqual([
      "100\u00a0hab",
      "45\u00a0hab",
      "10\u00a0hab",
    ]);
    const odd = { ...size, from: { value: 0, sizePx: 2 }, to: { value: 48_731, sizePx: 20 } };
    for (const value of legendValues(odd)) expect(String(value).replace(/0+$/, "").length).toBeLessThanOrEqual(2);
    expect(legendValues({ ...size, from: { value: 5, sizePx: 2 }, to: { value: 5, sizePx: 9 } })).toEqual([5]);
  });
});

describe("gathered points", () => {
  const { heat, clusters } = full;
  if (heat?.kind !== "heat" || clusters?.kind !== "clusters") throw new Error("gathered");

  it("are gathered in tiles below the zoom of single points, and not in the last tiles of clusters", () => {
    expect(gatheringAt(clusters, 5, 14)).toEqual({ cells: 10, sum: null });
    expect(gatheringAt(clusters, 14, 14)).toBeNull();
    expect(gatheringAt(heat, 13, 16)).toEqual({ cells: 128, sum: "n" });
    expect([gatheringAt(heat, 14, 16), gatheringAt({ kind: "auto" }, 3, 14)]).toEqual([null, null]);
  });

  it("are discs with a short number, or the point itself", () => {
    const layers = drawn(clusters);
    const cluster = part(layers, "cluster");
    expect([isDrawn(cluster, { [COUNT_COLUMN]: 2 }), isDrawn(cluster, { [COUNT_COLUMN]: 1 }), isDrawn(cluster, {})]).toEqual([
      true,
      false,
      false,
    ]);
    const text = (count: number) => valueAt(part(layers, "count"), "text-field", { [COUNT_COLUMN]: count });
    expect([text(7), text(999), text(1260), text(45_800), text(3_200_000)]).toEqual(["7", "999", "1.2k", "45k", "3.2M"]);
    expect(isDrawn(part(layers, "icon"), {})).toBe(true);
  });

  it("ask the preview's tiles for what they read, in a short address", () => {
    for (const style of Object.values(full)) {
      const text = tileDraft(style);
      expect(text.length).toBeLessThan(500);
      const read = readTileDraft(text);
      expect(read && columnsOf(read).toSorted()).toEqual(columnsOf(style).toSorted());
      expect(read && gatheringAt(read, 6, 14)).toEqual(gatheringAt(style, 6, 14));
    }
    expect([readTileDraft("{"), readTileDraft('{"kind":"auto","x":1}'), readTileDraft(`"${"a".repeat(2000)}"`)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("legends", () => {
  it("write limits as the language does, and list features without a class only by their text", () => {
    const { classes } = full;
    if (classes?.kind !== "graduated") throw new Error("classes");
    const stops = [
      { from: 0, colour: "#112233" },
      { from: 1234.5, colour: "#445566" },
      { from: 20_000, colour: "#778899" },
    ];
    const labels = (style: StatedStyle) => legendOf({ geometry: "polygon" }, style, palette, "en").map(({ label }) => label);
    expect(labels({ ...classes, stops, unit: "m²" })).toEqual([
      "0 – 1234.5\u00a0m²",
      "1234.5 – 20,000\u00a0m²",
      "≥ 20,000\u00a0m²",
      "Sans valeur",
    ]);
    expect(labels({ ...classes, stops, isOtherHidden: true })).toHaveLength(3);
    expect([legendIndexOf({ ...classes, stops }, { n: -4 }), legendIndexOf({ ...classes, stops }, { n: 30_000 })]).toEqual([0, 2]);
    expect([legendIndexOf({ ...classes, stops }, {}), legendIndexOf({ ...classes, stops, otherLabel: undefined }, {})]).toEqual([3, -1]);
  });

  it("reads the parts of a composed text", () => {
    expect(templateParts("{a} – {b}!")).toEqual([{ column: "a" }, { text: " – " }, { column: "b" }, { text: "!" }]);
    expect(templateParts("sans champ")).toEqual([{ text: "sans champ" }]);
  });
});

describe("icons", () => {
  it("are images of distances: inside, edge and outside", () => {
    for (const icon of ICONS) {
      const image = iconImage(iconImageName(icon));
      if (!image) throw new Error(icon);
      const alphas = Array.from({ length: image.width * image.height }, (_, index) => image.data[index * 4 + 3] ?? 0);
      expect(alphas[0], icon).toBeLessThan(150);
      expect(Math.max(...alphas), icon).toBeGreaterThan(195);
      expect(
        iconPaths(icon).every((path) => /^M[\d .ML-]+Z/.test(path)),
        icon,
      ).toBe(true);
    }
    expect([iconImage("icon/unknown"), iconImage("pattern/hatch/ffffff")]).toEqual([undefined, undefined]);
  });
});
