import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { expect, test } from "vitest";
import { StyleFileError } from "./model/style-file-error.ts";
import { readStyleFile } from "./read-style-file.ts";
import { zones } from "./testing/zones.ts";

// The files are those that QGIS 3.40 writes (`scripts/qgis-samples.py`): each style as QML, and as SLD 1.1 where QGIS can say it so.

const FOLDER = path.join(import.meta.dirname, "testing/qgis");
const geometryOf = (name: string) =>
  ({ point: "point", line: "line", polygon: "polygon" })[name.split("-")[0] ?? ""] as "point" | "line" | "polygon";
const read = (name: string) => readStyleFile(readFileSync(path.join(FOLDER, name)), zones(geometryOf(name)));

/** A style in one line: its kind and field, its classes with what each has of its own. */
function brief(style: LayerStyle): string {
  const parts = (one: object) =>
    Object.entries(one)
      .filter(([key]) => !["value", "from", "label", "version", "outline", "outlinePx", "method"].includes(key))
      .map(([, value]) => (Array.isArray(value) ? value.join("/") : String(value)))
      .toSorted()
      .join(" ");
  if (style.kind === "categorised")
    return `${style.column}: ${style.categories.map((one) => `${one.value} ${parts(one)}`).join(", ")}; ${style.other ?? "-"}`;
  if (style.kind === "graduated")
    return `${style.column}: ${style.stops.map((one) => `${one.from} ${parts(one)}`).join(", ")}; ${style.other ?? "-"}`;
  if (style.kind === "simple") return parts(style.appearance);
  return JSON.stringify(style);
}

const ZONES = "typezone: U #e60000, AUc #ff6565, A #ffff00, N #56aa02; #999999";
const GROWING = "surface: 0 #edf8e9, 10 #74c476, 50 #006d2c; -";

test.each([
  ["polygon-categories", ZONES],
  ["polygon-categories-numbers", "niveau: 1 #ffffb2, 2 #fd8d3c, 3 #bd0026; -"],
  ["polygon-graduated", GROWING],
  ["polygon-rules-ranges", GROWING],
  ["polygon-rules", "typezone: U #e60000, A #56aa02, N #56aa02; #999999"],
  ["polygon-hatch", /U #c2185b (?:1\.9|2) hatch, A #e60000 1 hatch, AUc #e60000 1 cross, N #2f7d32 0 dots/],
  ["polygon-single", "#e60000 0.5 1"],
  ["polygon-label", "#232323 0 1"],
  ["line-dash", /#0070ff 1 (?:2\.3 4\/2|2 2\/1)/],
  ["line-custom-dash", /U #0070ff (?:6\.6\/3\.3|7\/3\.5), A #00aa00 (?:1\/2|0\.5\/1)/],
  ["line-double", /#ffffff 1 (?:3\.8|4)/],
  ["line-graduated-size", /0 #0070ff 1(?:\.1)?, 2 #0070ff 3, 3 #0070ff 7/],
  ["point-single", /#c81e1e 1 5\.[57]/],
  ["point-shapes", "typezone: U #c81e1e square, A #00aa00 triangle, N #0000aa star, AUc #aa00aa cross; -"],
  ["point-svg", "typezone: U #c00000 school, A #0000c0 health, N #00c000 tree, AUc #00c000; -"],
])("%s is read alike from QML and from SLD", (name, expected) => {
  for (const ending of ["qml", "sld"]) expect(brief(read(`${name}.${ending}`).style)).toMatch(expected);
});

test("widths, scales and labels come over", () => {
  const { style, notes } = read("polygon-categories.qml");
  expect(style).toMatchObject({
    appearance: { outline: "#232323", widthPx: 1, opacity: 1 },
    label: { column: "libelle", sizePx: 12, colour: "#333333", haloColour: "#ffffff", haloPx: 3, minZoom: 13.45, maxZoom: 19.09 },
    otherLabel: "autres",
  });
  expect(notes).toEqual([]);
  expect(read("polygon-single.qml").style).toMatchObject({ minZoom: 11.45, maxZoom: 18.09 });
  expect(read("polygon-label-expression.qml").style).toMatchObject({ label: { template: "{libelle} ({typezone})" } });
});

test("sizes by a field, heat and clusters of QGIS become ours", () => {
  expect(read("point-size.qml").style).toMatchObject({
    kind: "proportional",
    column: "surface",
    from: { value: 0, sizePx: 1.9 },
    to: { value: 100, sizePx: 18.9 },
    scale: "area",
  });
  expect(read("point-heat.qml").style).toMatchObject({ kind: "heat", column: "niveau", radiusPx: 37.8, colours: ["#ffffff", "#ff0000"] });
  expect(read("point-cluster.qml").style).toMatchObject({ kind: "clusters", clusterColour: "#f54b50", appearance: { colour: "#c81e1e" } });
});

test("whole numbers stay in their class although QGIS counts a limit to the class below", () => {
  // QGIS: 0 ≤ faible ≤ 1 < moyen ≤ 2 < fort.
  const { style, notes } = read("line-graduated-size.qml");
  expect(style.kind === "graduated" && style.stops.map(({ from }) => from)).toEqual([0, 2, 3]);
  expect(notes).toEqual([]);
  // Other numbers cannot be moved exactly.
  expect(read("polygon-graduated.qml").notes).toEqual([{ code: "limits-moved", params: { field: "surface" } }]);
});

test.each([
  ["point-svg.qml", "1 svg-icon, 2 svg-icon, 3 svg-icon, 4 svg-shape"],
  ["polygon-gradient.qml", "fill-gradient"],
  ["polygon-inverted.qml", "inverted-left"],
  ["polygon-categories-lists.qml", "2 switched-off, 1 combined-values"],
  ["polygon-categories-expression.qml", "1 condition-unknown, 2 condition-unknown, one-look"],
  ["polygon-rules-mixed.qml", "scales-shared, 2 other-field, 3 condition-unknown, 5 condition-unknown"],
  ["point-cluster.qml", "data-defined, offset-left, svg-shape, symbol-layers, number-limited"],
])("%s says what was not taken over, and of which rule", (name, expected) => {
  expect(
    read(name)
      .notes.map(({ rule, code }) => (rule === undefined ? code : `${rule} ${code}`))
      .join(", "),
  ).toBe(expected);
});

test("a note names the rule and what became of it", () => {
  expect(read("point-svg.qml").notes[3]).toEqual({ code: "svg-shape", rule: 4, title: "Dessin", params: { name: "SVG", icon: "circle" } });
});

test("every file of QGIS is read, or refused because it draws nothing here", () => {
  const refused = readdirSync(FOLDER).filter((name) => {
    try {
      read(name);
      return false;
    } catch (error) {
      if (!(error instanceof StyleFileError) || error.code !== "style-file-nothing") throw error;
      return true;
    }
  });
  // QGIS writes no rule for heat, gradients and inverted areas into SLD.
  expect(refused).toEqual(["point-heat.sld", "point-nothing.qml", "point-nothing.sld", "polygon-gradient.sld", "polygon-inverted.sld"]);
});

test("a field that the layer does not have can be chosen; shortened names of shapefiles are found", () => {
  const bytes = readFileSync(path.join(FOLDER, "polygon-categories.qml"));
  const renamed = { ...zones("polygon"), fields: [{ name: "TYPE_ZONE_PLU", column: "type_zone_plu", type: "text" }] };
  const unknown = readStyleFile(bytes, renamed);
  expect(unknown.missing).toEqual(["libelle", "typezone"]);
  expect(unknown.style.kind).toBe("simple");
  const chosen = readStyleFile(bytes, renamed, { typezone: "type_zone_plu" });
  expect(brief(chosen.style)).toBe(ZONES.replace("typezone", "type_zone_plu"));
  expect(chosen.missing).toEqual(["libelle"]);
  const shapefile = readStyleFile(Buffer.from(bytes.toString().replaceAll("typezone", "TYPE_ZONE_")), renamed);
  expect(brief(shapefile.style)).toBe(ZONES.replace("typezone", "type_zone_plu"));
  const hidden = { ...zones("polygon"), fields: [{ name: "typezone", column: "typezone", type: "text", isHidden: true }] };
  expect(readStyleFile(bytes, hidden).notes.map(({ code }) => code)).toContain("field-hidden");
});
