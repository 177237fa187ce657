import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASE_THEME_IDS, baseTheme } from "./base-themes.ts";
import { contrastRatio } from "./colour.ts";
import { openingOf } from "./content.ts";
import { contrastFailures, repairContrast } from "./contrast.ts";
import { cssVariable, themeToCss } from "./css.ts";
import { portalTheme } from "./portal-theme.ts";
import { resolveTheme } from "./resolve.ts";
import { sanitiseOverrides } from "./sanitise.ts";
import { COLOUR_TOKENS, type Hex, MODES } from "./tokens.ts";

const themesFolder = new URL("../../../themes/", import.meta.url);
const hex = fc.integer({ min: 0, max: 0xffffff }).map((n): Hex => `#${n.toString(16).padStart(6, "0")}`);

describe("base themes", () => {
  it("lists every folder of themes/", () => {
    expect([...BASE_THEME_IDS].sort()).toEqual(readdirSync(themesFolder).sort());
  });

  it.each(BASE_THEME_IDS)("%s is valid and readable in both modes without repair", (id) => {
    const { theme, content } = baseTheme(id);
    expect(theme.id).toBe(id);
    expect(contrastFailures(resolveTheme(theme))).toEqual([]);
    expect(JSON.stringify(content).match(/"fr":/g)?.length).toBe(JSON.stringify(content).match(/"en":/g)?.length);
  });

  it.each(BASE_THEME_IDS)("%s draws its map selection visibly on land and water", (id) => {
    const { map } = resolveTheme(baseTheme(id).theme);
    for (const mode of MODES) {
      expect(contrastRatio(map[mode].selection, map[mode].land)).toBeGreaterThanOrEqual(3);
      expect(contrastRatio(map[mode].label, map[mode].land)).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio(map[mode].label, map[mode].water)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(BASE_THEME_IDS)("%s has a logo without script, link or fixed colour", (id) => {
    const svg = readFileSync(new URL(`${id}/logo.svg`, themesFolder), "utf8");
    expect(svg).toMatch(/^<svg [^>]*viewBox=/);
    expect(svg).not.toMatch(/<script|<image|href|url\(|<text/);
    expect(new Set(svg.match(/#[0-9a-f]{3,6}\b/gi))).toEqual(new Set(["#000"]));
  });

  it("differ in what a visitor sees first", () => {
    const faces = BASE_THEME_IDS.map((id) => {
      const { theme, content } = baseTheme(id);
      return [theme.colours.light.accent, theme.type.title, theme.shape.radius, openingOf(content.home)?.layout, content.home[1]?.type];
    });
    for (const column of [0, 1, 2, 3]) expect(new Set(faces.map((face) => face[column])).size).toBe(BASE_THEME_IDS.length);
  });
});

describe("contrast guard", () => {
  const base = baseTheme("neutral").theme;

  it("changes a pale accent and names the failed pair", () => {
    const pale = resolveTheme(base, { colours: { light: { accent: "#ffe9a8" } } });
    const { theme, repairs, failures } = repairContrast(pale);
    expect(failures).toEqual([]);
    expect(repairs).toContainEqual(expect.objectContaining({ mode: "light", token: "accent", before: "#ffe9a8", minimum: 3 }));
    expect(contrastRatio(theme.colours.light.accent, theme.colours.light.surface)).toBeGreaterThanOrEqual(3);
    expect(theme.colours.light.ground).toBe(base.colours.light.ground);
  });

  it("refuses backgrounds that contradict each other, and names the pair", () => {
    const torn = resolveTheme(base, { colours: { light: { ground: "#000000", surface: "#ffffff" } } });
    expect(repairContrast(torn).failures).toContainEqual(expect.objectContaining({ foreground: "ink", mode: "light" }));
  });

  it("makes any accent readable over the base grounds", () => {
    fc.assert(
      fc.property(hex, hex, (light, dark) => {
        const repaired = repairContrast(resolveTheme(base, { colours: { light: { accent: light }, dark: { accent: dark } } }));
        expect(repaired.failures).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("themeToCss", () => {
  it("defines every colour token in both modes", () => {
    const css = themeToCss(portalTheme("urbanisme", {}));
    for (const token of COLOUR_TOKENS) expect(css.split(`${cssVariable(token)}:#`)).toHaveLength(4);
    expect(css).toContain("--a-accent-ink:#");
    expect(css).toContain("--a-severity-1:#");
  });
});

describe("sanitiseOverrides", () => {
  it("keeps typed tokens and drops the rest", () => {
    const { overrides, refused } = sanitiseOverrides({
      colours: { light: { accent: "#AA3300", ink: "red;}body{display:none", extra: "#000000" } },
      type: { title: "inter", text: "Comic Sans" },
      css: "body{}",
    });
    expect(overrides).toEqual({ colours: { light: { accent: "#aa3300" } }, type: { title: "inter" } });
    expect(refused.map(({ path }) => path).sort()).toEqual(["colours.light.extra", "colours.light.ink", "css", "type.text"]);
  });

  it("returns a theme for any input", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(themeToCss(portalTheme("neutral", value))).not.toMatch(/[<>]/);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps text of the user out of the style sheet", () => {
    const css = themeToCss(portalTheme("</style>", { colours: { light: { accent: "</style><script>" } }, type: { title: "x;}" } }));
    expect(css).toBe(themeToCss(portalTheme("neutral", {})));
  });
});
