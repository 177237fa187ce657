import type { LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { basemapStyle, FIRST_LABEL_LAYER } from "./basemap-style.ts";
import { defaultStyle, resolveStyle } from "./default-style.ts";
import { type LayerPalette, type LayerStyle, layerStyle, type StyledLayer } from "./layer-style.ts";
import { layerToStyle } from "./layer-to-style.ts";
import { legendOf } from "./legend.ts";
import { PATTERNS, patternImage, patternImageName } from "./patterns.ts";
import { basemapPalette } from "./testing/basemap-palette.ts";

const palette: LayerPalette = { accent: "#b5482a", selection: "#b5482a", label: "#2b2f3a", labelHalo: "#fbf8f2" };
const urls = { world: "/basemap.json", detail: "/basemap/detail.json" };

function layer(change: Partial<StyledLayer> = {}): StyledLayer {
  return {
    id: "1",
    name: "zone_urba",
    geometry: "polygon",
    style: { kind: "auto" },
    fields: [{ name: "TYPEZONE", column: "typezone", type: "text" }],
    ...change,
  };
}

/** The errors that MapLibre reports for a style with these layers. */
function problems(layers: LayerSpecification[]): string[] {
  const style = basemapStyle({ palette: basemapPalette, look: "plan", mode: "light", font: "Inter Variable" }, urls);
  const whole = {
    ...style,
    sources: { ...style.sources, data: { type: "vector" as const, tiles: ["https://a.test/{z}/{x}/{y}"] } },
    layers: [...style.layers, ...layers],
  };
  return validateStyleMin(whole).map((error) => error.message);
}

describe("basemapStyle", () => {
  it("is valid in every look and mode, and requests no glyphs or sprites", () => {
    for (const look of ["plan", "calm", "relief"] as const) {
      for (const mode of ["light", "dark"] as const) {
        const style = basemapStyle({ palette: basemapPalette, look, mode, font: "Inter Variable" }, urls);
        expect(validateStyleMin(style)).toEqual([]);
        expect(style.glyphs).toBeUndefined();
        expect(style.sprite).toBeUndefined();
        expect(style.layers.some(({ id }) => id === FIRST_LABEL_LAYER)).toBe(true);
      }
    }
  });
});

describe("layerToStyle", () => {
  const styles: LayerStyle[] = [
    { kind: "auto" },
    { kind: "simple", appearance: { colour: "#112233", opacity: 0.4 }, label: { column: "typezone", minZoom: 10 } },
    {
      kind: "categorised",
      column: "typezone",
      categories: [
        { value: "U", colour: "#e60000", pattern: "hatch" },
        { value: 3, colour: "#00aa00" },
      ],
    },
    { kind: "categorised", column: "typezone", categories: [] },
    {
      kind: "graduated",
      column: "typezone",
      stops: [
        { from: 10, colour: "#ffffff" },
        { from: 0, colour: "#000000" },
      ],
    },
  ];

  it("gives valid MapLibre layers for every kind of style and geometry", () => {
    for (const style of styles) {
      expect(layerStyle.parse(style)).toEqual(style);
      for (const geometry of ["point", "line", "polygon", "mixed"] as const) {
        const one = layer({ geometry, style });
        const layers = layerToStyle(one, resolveStyle(one, palette), { source: "data", palette, opacity: 0.5, font: "Inter Variable" });
        expect(layers.length).toBeGreaterThan(0);
        expect(problems(layers), `${style.kind} ${geometry}`).toEqual([]);
        expect(legendOf(one, resolveStyle(one, palette), palette).every((item) => /^#[0-9a-f]{6}$/.test(item.outline))).toBe(true);
      }
    }
  });

  it("multiplies the layer's opacity with the style's", () => {
    const one = layer({ style: { kind: "simple", appearance: { opacity: 0.4 } } });
    const [fill] = layerToStyle(one, resolveStyle(one, palette), { source: "data", palette, opacity: 0.5, font: "x" });
    expect(fill?.type === "fill" && fill.paint?.["fill-opacity"]).toBe(0.2);
  });
});

describe("defaultStyle", () => {
  it("draws plan zones in the CNIG's colours at 60 %", () => {
    const style = defaultStyle(layer(), palette, "en");
    if (style.kind !== "categorised") throw new Error(style.kind);
    expect(Object.fromEntries(style.categories.slice(0, 5).map(({ value, colour }) => [value, colour]))).toEqual({
      U: "#e60000",
      AUc: "#ff6565",
      AUs: "#feccbe",
      A: "#ffff00",
      N: "#56aa02",
    });
    expect(style.appearance).toMatchObject({ opacity: 0.6, outline: "#343434" });
    expect(style.categories[0]?.label).toBe("Urban");
  });

  it("keeps only the values that occur, and skips a column of the same name with other values", () => {
    const hazards = layer({ fields: [{ name: "NIVEAU", column: "niveau", type: "text" }] });
    const words = defaultStyle(hazards, palette, "fr", { niveau: ["Fort", "Faible"] });
    expect(words.kind === "categorised" && words.categories.map(({ value }) => value)).toEqual(["Faible", "Fort"]);
    expect(defaultStyle(hazards, palette, "fr", { niveau: ["rez-de-chaussée"] }).kind).toBe("simple");
  });

  it("shows severity by more than colour alone", () => {
    const hazards = layer({ fields: [{ name: "niveaualea", column: "niveaualea", type: "text" }] });
    const style = defaultStyle(hazards, palette);
    if (style.kind !== "categorised") throw new Error(style.kind);
    const strong = style.categories.filter(({ value }) => Number(value) >= 2 && Number(value) <= 7);
    expect(strong.every(({ pattern }) => pattern !== undefined)).toBe(true);
  });
});

describe("patterns", () => {
  it("are seamless and partly transparent", () => {
    for (const pattern of PATTERNS) {
      const image = patternImage(patternImageName(pattern, "#D33C2C"));
      if (!image) throw new Error(pattern);
      const alphas = Array.from({ length: image.width * image.height }, (_, index) => image.data[index * 4 + 3] ?? 0);
      expect(
        alphas.some((alpha) => alpha > 200),
        pattern,
      ).toBe(true);
      expect(alphas.filter((alpha) => alpha < 30).length, pattern).toBeGreaterThan(alphas.length / 3);
      expect([...image.data.slice(0, 3)]).toEqual([0xd3, 0x3c, 0x2c]);
    }
    expect(patternImage("pattern/hatch/zzz")).toBeUndefined();
    expect(patternImage("marker")).toBeUndefined();
  });
});
