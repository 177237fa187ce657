import { defineConfig, parse } from "@terrazzo/parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASE_THEME_IDS, baseTheme } from "./base-themes.ts";
import { dtcgToOverrides, themeToDtcg } from "./dtcg.ts";
import { resolveTheme } from "./resolve.ts";
import type { ThemeOverrides } from "./schema.ts";

const brand: ThemeOverrides = {
  defaultMode: "dark",
  colours: { light: { accent: "#8a1c4a", ground: "#fffaf0" }, dark: { accent: "#ff9ec4" } },
  type: { title: "source-serif-4", titleWeight: 700, scale: 1.25 },
  shape: { radius: "large", density: "compact", shadow: "none" },
  map: { look: "plan", light: { water: "#cfe0ee" } },
};

describe("themes as design tokens", () => {
  it.each(BASE_THEME_IDS)("%s is read by an independent parser of the format", async (id) => {
    const file = themeToDtcg(resolveTheme(baseTheme(id).theme, brand));
    const filename = new URL("file:///theme.tokens.json");
    const config = defineConfig({}, { cwd: new URL("file:///") });
    const { tokens } = await parse([{ filename, src: JSON.stringify(file) }], { config });
    expect(tokens["color.light.accent"]).toMatchObject({ $type: "color", $value: { colorSpace: "srgb" } });
    expect(tokens["font.title"]?.$value).toContain("Source Serif 4 Variable");
    expect(tokens["radius.control"]?.$value).toEqual({ value: 0.75, unit: "rem" });
    expect(Object.keys(tokens).filter((name) => name.startsWith("map.dark."))).toHaveLength(13);
  });

  it.each(BASE_THEME_IDS)("%s comes back as it left", (id) => {
    const theme = resolveTheme(baseTheme(id).theme, brand);
    const read = dtcgToOverrides(JSON.parse(JSON.stringify(themeToDtcg(theme))));
    expect(read?.ignored).toEqual([]);
    for (const other of BASE_THEME_IDS) {
      const { id: _, label: __, ...again } = resolveTheme(baseTheme(other).theme, read?.overrides);
      expect(again).toEqual({
        ...again,
        colours: theme.colours,
        type: theme.type,
        shape: theme.shape,
        map: theme.map,
        defaultMode: "dark",
      });
    }
  });

  it("reads files of other tools: aliases, types of groups, pixels, names of other systems", () => {
    const read = dtcgToOverrides({
      palette: { $type: "color", wine: { $value: "#8A1C4A" }, night: { $value: { colorSpace: "srgb", components: [1, 0.62, 0.77] } } },
      theme: {
        primary: { $type: "color", $value: "{palette.wine}" },
        dark: { primary: { $type: "color", $value: "{palette.night}" } },
        glass: { $type: "color", $value: { colorSpace: "srgb", components: [0, 0, 0], alpha: 0.5 } },
      },
      radius: { card: { $type: "dimension", $value: { value: 4, unit: "px" } } },
      font: {
        heading: { $type: "fontFamily", $value: ["Comic Sans MS", "Public Sans"] },
        body: { $type: "fontFamily", $value: "Comic Sans MS" },
      },
    });
    expect(read?.overrides).toEqual({
      colours: { light: { accent: "#8a1c4a" }, dark: { accent: "#ff9ec4" } },
      shape: { radius: "small" },
      type: { title: "public-sans" },
    });
    expect(read?.ignored).toEqual(["palette.wine", "palette.night", "theme.glass", "font.body"]);
  });

  it("survives circles, hostile names and anything else", () => {
    const circle = { a: { $type: "color", $value: "{b}" }, b: { $type: "color", $value: "{a}" } };
    expect(dtcgToOverrides(circle)).toMatchObject({ overrides: {}, ignored: ["a", "b"] });
    const hostile = JSON.parse(
      '{"__proto__": {"accent": {"$type": "color", "$value": "#ff0000"}}, "constructor": {"$type": "color", "$value": "#000000"}}',
    );
    expect(dtcgToOverrides(hostile)?.overrides).toEqual({ colours: { light: { accent: "#ff0000" } } });
    expect(({} as { accent?: unknown }).accent).toBeUndefined();
    for (const file of [null, [], "x", 1, {}, { $value: "x" }]) expect(() => dtcgToOverrides(file)).not.toThrow();
    fc.assert(fc.property(fc.jsonValue(), (value) => void dtcgToOverrides(value)));
  });
});
