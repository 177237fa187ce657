import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASE_THEME_IDS, baseTheme } from "./base-themes.ts";
import { contrastRatio } from "./colour.ts";
import { repairContrast } from "./contrast.ts";
import { proposeReadable } from "./proposal.ts";
import { resolveTheme } from "./resolve.ts";
import type { ThemeOverrides } from "./schema.ts";
import { type ColourToken, type Hex, MODES, type Palette } from "./tokens.ts";

const hex = fc.integer({ min: 0, max: 0xffffff }).map((n): Hex => `#${n.toString(16).padStart(6, "0")}`);

/** What is written or drawn on what, stated here again so that a pair that the guard forgets fails. */
const TEXTS: Readonly<Partial<Record<ColourToken, readonly ColourToken[]>>> = {
  ink: ["ground", "surface", "sunken", "accentSoft", "infoSoft", "successSoft", "warningSoft", "dangerSoft"],
  inkMuted: ["ground", "surface", "sunken", "accentSoft"],
  onAccent: ["accent"],
  accentInk: ["ground", "surface", "sunken", "accentSoft"],
  info: ["ground", "surface", "infoSoft"],
  success: ["ground", "surface", "successSoft"],
  warning: ["ground", "surface", "warningSoft"],
  danger: ["ground", "surface", "dangerSoft"],
};
const GRAPHICS: readonly ColourToken[] = ["accent", "lineStrong", "focus", "severity1", "severity2", "severity3", "severity4"];

function unreadable(palette: Palette): string[] {
  const texts = Object.entries(TEXTS).flatMap(([front, backs]) =>
    backs.flatMap((back) => (contrastRatio(palette[front as ColourToken], palette[back]) < 4.5 ? [`${front} on ${back}`] : [])),
  );
  const graphics = GRAPHICS.flatMap((front) =>
    (["ground", "surface"] as const).flatMap((back) => (contrastRatio(palette[front], palette[back]) < 3 ? [`${front} on ${back}`] : [])),
  );
  return [...texts, ...graphics];
}

describe("any brand", () => {
  it("is readable in both modes with 10,000 accents", () => {
    fc.assert(
      fc.property(fc.constantFrom(...BASE_THEME_IDS), hex, (id, accent) => {
        const overrides = { colours: { light: { accent }, dark: { accent } } };
        const { theme, failures } = repairContrast(resolveTheme(baseTheme(id).theme, overrides));
        expect(failures).toEqual([]);
        for (const mode of MODES) expect(unreadable(theme.colours[mode])).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });

  it("with any ground, ink and accent is readable, or refused with a proposal that is", () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...BASE_THEME_IDS),
        hex,
        hex,
        hex,
        fc.option(hex, { nil: undefined }),
        (id, accent, ground, ink, surface) => {
          const base = baseTheme(id).theme;
          const overrides: ThemeOverrides = { colours: { light: { accent, ground, ink, ...(surface && { surface }) }, dark: { accent } } };
          const { theme, failures } = repairContrast(resolveTheme(base, overrides));
          if (failures.length === 0) {
            for (const mode of MODES) expect(unreadable(theme.colours[mode])).toEqual([]);
            return;
          }
          refused += 1;
          const proposal = proposeReadable(base, overrides);
          expect(proposal).not.toBeNull();
          const repaired = repairContrast(resolveTheme(base, proposal?.overrides ?? {}));
          expect(repaired.failures).toEqual([]);
          for (const mode of MODES) expect(unreadable(repaired.theme.colours[mode])).toEqual([]);
          // The accent is the brand: it stays as it was chosen.
          expect(proposal?.overrides.colours?.light?.accent).toBe(accent);
        },
      ),
      { numRuns: 40 },
    );
    expect(refused).toBeGreaterThan(0);
  });

  it("gets no proposal when it is readable", () => {
    expect(proposeReadable(baseTheme("neutral").theme, {})).toBeNull();
    const torn: ThemeOverrides = { colours: { light: { ground: "#000000", surface: "#ffffff" } } };
    const proposal = proposeReadable(baseTheme("neutral").theme, torn);
    expect(proposal?.changes).toHaveLength(1);
    expect(proposal?.changes[0]?.mode).toBe("light");
  });
});
