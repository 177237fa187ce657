import { type LayerSpecification, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { areaRoles, drawInRole, legendInRole, mapOutputs, paintedColour } from "./area-roles.ts";
import type { StatedStyle, StyledLayer } from "./layer-style.ts";
import { layerToStyle } from "./layer-to-style.ts";
import { legendOf } from "./legend.ts";
import { overlayImage, overlayImageName } from "./overlay-patterns.ts";

const palette = { accent: "#b5482a", selection: "#b5482a", label: "#222222", labelHalo: "#ffffff", ground: "#f8f4ea" };

function layer(id: string, style: StatedStyle, column = "typezone", geometry: StyledLayer["geometry"] = "polygon") {
  return { layer: { id, name: id, geometry, fields: [{ name: column, column, type: "text" }], style }, style };
}
const classes = (column: string, opacity: number): StatedStyle => ({
  kind: "categorised",
  column,
  appearance: { opacity },
  categories: [
    { value: "U", colour: "#e60000", label: "Urban" },
    { value: "2", colour: "#c2185b", label: "Reserved", pattern: "cross" },
  ],
  other: "#8d979e",
});
const simple = (opacity: number): StatedStyle => ({ kind: "simple", appearance: { colour: "#8d8577", opacity } });

const zones = layer("zones", classes("typezone", 0.6));
const rules = layer("rules", classes("typepsc", 0.4), "typepsc");
const notes = layer("notes", classes("typeinf", 0.25), "typeinf");
const hazard = layer("hazard", classes("niveau", 0.55), "niveau");
const roles = (...drawn: Parameters<typeof areaRoles>[0]) => Object.fromEntries(areaRoles(drawn));

describe("the roles of areas", () => {
  it("give one paint to each place: zones are painted, what applies in addition is lines", () => {
    expect(roles(rules, notes, zones)).toEqual({ rules: "hatch", notes: "perimeter", zones: "cover" });
    // The order of the list does not turn zones into lines.
    expect(roles(zones, hazard)).toEqual({ zones: "cover", hazard: "hatch" });
    expect(roles(hazard)).toEqual({ hazard: "cover" });
    expect(roles(rules)).toEqual({ rules: "hatch" });
  });

  it("keep solid things painted, lines lines, and points out", () => {
    const drawn = [layer("houses", simple(0.55)), layer("study", simple(0.28)), layer("towns", simple(0.04)), zones];
    expect(roles(...drawn)).toEqual({ houses: "cover", study: "perimeter", towns: "outline", zones: "cover" });
    expect(roles(layer("p", simple(0.9), "nom", "point"))).toEqual({});
  });

  it("let areas apart from each other both be painted, and let photographs show through", () => {
    const at = (id: string, west: number) => ({ ...hazard, layer: { ...hazard.layer, id, bbox: [west, 0, west + 1, 1] as const } });
    expect(roles(at("a", 0), at("b", 5))).toEqual({ a: "cover", b: "cover" });
    expect(roles(at("a", 0), at("b", 0.5))).toEqual({ a: "hatch", b: "cover" });
    expect(Object.fromEntries(areaRoles([rules, zones], true))).toEqual({ rules: "hatch", zones: "glaze" });
  });
});

describe("drawing in a role", () => {
  const made = ({ layer: drawn, style }: typeof zones) => layerToStyle(drawn, style, { source: "s", palette, opacity: 1, font: "x" });
  const faults = (layers: LayerSpecification[]) =>
    validateStyleMin({ version: 8, sources: { s: { type: "vector", tiles: ["https://a.test/{z}/{x}/{y}"] } }, layers });

  it("paints a cover opaquely, in the colour of its legend", () => {
    const paint = { style: zones.style, palette, opacity: 1 };
    const layers = drawInRole(made(zones), "cover", paint);
    expect(faults(layers)).toEqual([]);
    const fill = layers.find(({ id }) => id === "data/zones/fill");
    const [urban] = legendInRole(legendOf(zones.layer, zones.style, palette), "cover", paint);
    expect(urban).toMatchObject({ label: "Urban", colour: "#ed625e", opacity: 1 });
    expect(JSON.stringify(fill?.paint)).toContain("#ed625e");
    expect(fill?.paint).not.toHaveProperty("fill-opacity");
    // The slider fades the layer as a whole, and the legend with it.
    const faded = { ...paint, opacity: 0.5 };
    expect(drawInRole(made(zones), "cover", faded)[0]?.paint).toMatchObject({ "fill-layer-opacity": 0.5 });
    expect(legendInRole(legendOf(zones.layer, zones.style, palette), "cover", faded)[0]?.colour).toBe(paintedColour("#e60000", faded));
  });

  it("draws overlays as lines, and keeps their areas for clicks", () => {
    const paint = { style: rules.style, palette, opacity: 1 };
    const layers = drawInRole(made(rules), "hatch", paint);
    expect(faults(layers)).toEqual([]);
    expect(layers.map(({ id }) => id)).toEqual(["data/rules/fill", "data/rules/hatch", "data/rules/outline"]);
    expect(layers[0]?.paint).toMatchObject({ "fill-opacity": 0 });
    expect(JSON.stringify(layers[1]?.paint)).toContain("overlay/cross/c2185b/ffffff");
    expect(JSON.stringify(layers[1]?.paint)).toContain("overlay/hatch-back/e60000/ffffff");
    const edged = drawInRole(made(notes), "perimeter", { ...paint, style: notes.style });
    expect(edged.map(({ id, type }) => `${id} ${type}`)).toContain("data/notes/edge line");
    expect(faults(edged)).toEqual([]);
  });

  it("changes the results of an expression, and not the values that it compares", () => {
    const change = () => "#000000";
    expect(mapOutputs(["match", ["get", "c"], "#e60000", "#111111", ["#a00000"], "#222222", "#333333"], change)).toEqual([
      "match",
      ["get", "c"],
      "#e60000",
      "#000000",
      ["#a00000"],
      "#000000",
      "#000000",
    ]);
    expect(mapOutputs(["step", ["get", "n"], "#111111", 5, "#222222"], change)).toEqual(["step", ["get", "n"], "#000000", 5, "#000000"]);
    expect(mapOutputs(["case", ["==", ["get", "c"], "#111111"], "#222222", "#333333"], change)).toEqual([
      "case",
      ["==", ["get", "c"], "#111111"],
      "#000000",
      "#000000",
    ]);
  });
});

it("draws an overlay's pattern with a halo, seamless, and nothing for other names", () => {
  const image = overlayImage(overlayImageName("hatch", "#d33c2c", "#ffffff"));
  const alphas = new Set(image?.data.filter((_value, index) => index % 4 === 3));
  expect([alphas.has(255), alphas.has(0)]).toEqual([true, true]);
  for (const name of ["overlay/waves/d33c2c/ffffff", "overlay/hatch/red/ffffff", "pattern/hatch/d33c2c", ""])
    expect(overlayImage(name)).toBeUndefined();
});
