import { contrastRatio, withLightness } from "./colour.ts";
import { type ContrastFailure, repairContrast } from "./contrast.ts";
import { resolveTheme } from "./resolve.ts";
import type { ThemeDefinition, ThemeOverrides } from "./schema.ts";
import { type ColourToken, type Hex, MODES, type Mode } from "./tokens.ts";

/** A change of one colour after which every pair is readable. `to` null: the base theme's colour again. */
export interface ThemeProposal {
  readonly overrides: ThemeOverrides;
  readonly changes: readonly { readonly mode: Mode; readonly token: ColourToken; readonly from: Hex; readonly to: Hex | null }[];
}

/** Backgrounds: the guard repairs only foregrounds, so a refusal is always a matter of these. */
const GROUNDS = ["surface", "ground", "sunken", "accentSoft", "infoSoft", "successSoft", "warningSoft", "dangerSoft"] as const;

/**
 * The smallest change of a refused theme that makes it readable: a background of the failing mode in another lightness, or else without the
 * community's colour. Null when the theme is readable, or when nothing helps.
 */
export function proposeReadable(base: ThemeDefinition, overrides: ThemeOverrides): ThemeProposal | null {
  let current = overrides;
  const changes: ThemeProposal["changes"][number][] = [];
  for (const mode of MODES) {
    const failures = failuresIn(base, current, mode);
    if (failures.length === 0) continue;
    const found = changeFor(base, current, mode);
    if (!found) return null;
    current = found.overrides;
    changes.push(...found.changes);
  }
  return changes.length === 0 ? null : { overrides: current, changes };
}

function failuresIn(base: ThemeDefinition, overrides: ThemeOverrides, mode: Mode): ContrastFailure[] {
  return repairContrast(resolveTheme(base, overrides)).failures.filter((failure) => failure.mode === mode);
}

function changeFor(base: ThemeDefinition, overrides: ThemeOverrides, mode: Mode): ThemeProposal | null {
  const own = overrides.colours?.[mode] ?? {};
  const candidates = GROUNDS.flatMap((token) => {
    const from = own[token];
    return from === undefined ? [] : [...lighter(from).map((to) => ({ token, from, to })), { token, from, to: null }];
  });
  for (const { token, from, to } of candidates.sort((a, b) => distance(a) - distance(b))) {
    const next = withColour(overrides, mode, { [token]: to ?? undefined });
    if (failuresIn(base, next, mode).length === 0) return { overrides: next, changes: [{ mode, token, from, to }] };
  }
  // Several backgrounds contradict each other: all of the base theme's.
  const without = withColour(overrides, mode, Object.fromEntries(GROUNDS.map((token) => [token, undefined])));
  if (failuresIn(base, without, mode).length > 0) return null;
  const changed = GROUNDS.flatMap((token) => (own[token] ? [{ mode, token, from: own[token], to: null }] : []));
  return { overrides: without, changes: changed };
}

/** The same hue in twenty lightnesses. */
const lighter = (colour: Hex): Hex[] => Array.from({ length: 21 }, (_, step) => withLightness(colour, step / 20));

/** How much a change is seen; a colour of the base theme is the last resort. */
const distance = ({ from, to }: { from: Hex; to: Hex | null }) => (to === null ? Number.POSITIVE_INFINITY : contrastRatio(from, to));

function withColour(overrides: ThemeOverrides, mode: Mode, change: { [token in ColourToken]?: Hex | undefined }): ThemeOverrides {
  const colours = Object.entries({ ...overrides.colours?.[mode], ...change }).filter(([, colour]) => colour !== undefined);
  return { ...overrides, colours: { ...overrides.colours, [mode]: Object.fromEntries(colours) } };
}
