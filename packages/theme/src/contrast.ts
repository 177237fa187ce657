import { contrastRatio, nearestReadable } from "./colour.ts";
import type { ResolvedTheme } from "./resolve.ts";
import { type ColourToken, type Hex, MODES, type Mode, type Palette } from "./tokens.ts";

/** Two tokens shown on each other, and the lowest WCAG 2.2 ratio between them (1.4.3 text, 1.4.11 graphics). */
export interface ContrastPair {
  readonly foreground: ColourToken;
  readonly background: ColourToken;
  readonly minimum: 4.5 | 3;
}

const text = (foreground: ColourToken, ...backgrounds: ColourToken[]): ContrastPair[] =>
  backgrounds.map((background) => ({ foreground, background, minimum: 4.5 }));
const graphics = (foreground: ColourToken, ...backgrounds: ColourToken[]): ContrastPair[] =>
  backgrounds.map((background) => ({ foreground, background, minimum: 3 }));

/** In order of repair: a foreground is repaired before a later pair uses it as background. */
const CONTRAST_PAIRS: readonly ContrastPair[] = [
  ...text("ink", "ground", "surface", "sunken", "accentSoft", "infoSoft", "successSoft", "warningSoft", "dangerSoft"),
  ...text("inkMuted", "ground", "surface", "sunken", "accentSoft"),
  ...graphics("accent", "ground", "surface"),
  ...text("onAccent", "accent"),
  ...text("accentInk", "ground", "surface", "sunken", "accentSoft"),
  ...graphics("lineStrong", "ground", "surface"),
  ...graphics("focus", "ground", "surface"),
  ...text("info", "ground", "surface", "infoSoft"),
  ...text("success", "ground", "surface", "successSoft"),
  ...text("warning", "ground", "surface", "warningSoft"),
  ...text("danger", "ground", "surface", "dangerSoft"),
  ...graphics("severity1", "ground", "surface"),
  ...graphics("severity2", "ground", "surface"),
  ...graphics("severity3", "ground", "surface"),
  ...graphics("severity4", "ground", "surface"),
];

/** A pair below its minimum, with its mode and its ratio. */
export interface ContrastFailure extends ContrastPair {
  readonly mode: Mode;
  readonly ratio: number;
}

/** A colour that was changed so that its pairs pass. */
export interface ContrastRepair {
  readonly mode: Mode;
  readonly token: ColourToken;
  readonly before: Hex;
  readonly after: Hex;
  /** The pair that failed worst. */
  readonly against: ColourToken;
  readonly ratioBefore: number;
  readonly minimum: 4.5 | 3;
}

/** Every failing pair of both modes; empty when the theme is readable. */
export function contrastFailures(theme: ResolvedTheme): ContrastFailure[] {
  return MODES.flatMap((mode) =>
    CONTRAST_PAIRS.flatMap((pair) => {
      const ratio = contrastRatio(theme.colours[mode][pair.foreground], theme.colours[mode][pair.background]);
      return ratio < pair.minimum ? [{ ...pair, mode, ratio }] : [];
    }),
  );
}

/**
 * Changes the lightness of failing foregrounds as little as needed, keeping the hue.
 * `failures` are pairs that no lightness can repair (for example when a ground and a surface contradict each other): refuse to save those.
 */
export function repairContrast(theme: ResolvedTheme): { theme: ResolvedTheme; repairs: ContrastRepair[]; failures: ContrastFailure[] } {
  const repairs: ContrastRepair[] = [];
  const colours = { light: { ...theme.colours.light }, dark: { ...theme.colours.dark } };
  for (const mode of MODES) {
    for (const token of new Set(CONTRAST_PAIRS.map((pair) => pair.foreground))) repairs.push(...repairToken(colours[mode], mode, token));
  }
  const repaired = { ...theme, colours };
  return { theme: repaired, repairs, failures: contrastFailures(repaired) };
}

function repairToken(palette: Palette, mode: Mode, token: ColourToken): ContrastRepair[] {
  const pairs = CONTRAST_PAIRS.filter((pair) => pair.foreground === token);
  const before = palette[token];
  const worst = pairs
    .map((pair) => ({ pair, ratio: contrastRatio(before, palette[pair.background]) }))
    .filter(({ pair, ratio }) => ratio < pair.minimum)
    .sort((a, b) => a.ratio / a.pair.minimum - b.ratio / b.pair.minimum)[0];
  if (!worst) return [];
  const after = nearestReadable(
    before,
    pairs.map((pair) => ({ background: palette[pair.background], minimum: pair.minimum })),
  );
  if (!after) return [];
  palette[token] = after;
  return [{ mode, token, before, after, against: worst.pair.background, ratioBefore: worst.ratio, minimum: worst.pair.minimum }];
}
