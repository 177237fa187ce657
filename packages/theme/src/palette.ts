import { isDark, mix, nearestReadable, withLightness } from "./colour.ts";
import type { Hex, Palette, SeedColour } from "./tokens.ts";

export type Seeds = Record<SeedColour, Hex>;
export type PaletteInput = Seeds & { readonly [token in keyof Palette]?: Hex | undefined };

const STATES = { info: "#1f6fb2", success: "#2a7d46", warning: "#9a6400", danger: "#b3261e" } as const;
const SEVERITIES = { severity1: "#3a8f4a", severity2: "#b58a00", severity3: "#d2691e", severity4: "#b3202a" } as const;

/** A whole palette from its four seeds; a token given in `input` overrides the derived one. */
export function completePalette(input: PaletteInput): Palette {
  const { ground, surface, ink, accent } = input;
  const isNight = isDark(ground);
  const onBoth = (minimum: number) => [
    { background: ground, minimum },
    { background: surface, minimum },
  ];
  const tone = (colour: Hex) => (isNight ? withLightness(colour, 0.78) : colour);
  const soft = (colour: Hex) => mix(surface, colour, isNight ? 0.16 : 0.1);
  // In dark mode cards are lighter than the ground: sunken areas must differ from both, or badges and table heads would vanish on a card.
  const sunken = isNight ? mix(surface, ink, 0.08) : mix(ground, ink, 0.045);
  const accentSoft = soft(accent);
  const readable = (colour: Hex, ...also: Hex[]) =>
    nearestReadable(colour, [...onBoth(4.5), ...[sunken, ...also].map((background) => ({ background, minimum: 4.5 }))]) ?? ink;

  const derived: Palette = {
    ground,
    surface,
    ink,
    accent,
    sunken,
    inkMuted: readable(mix(ink, ground, 0.34), accentSoft),
    line: mix(ground, ink, isNight ? 0.16 : 0.14),
    lineStrong: nearestReadable(mix(ground, ink, 0.45), onBoth(3.1)) ?? ink,
    onAccent: nearestReadable(isDark(accent) ? "#ffffff" : withLightness(ink, 0.16), [{ background: accent, minimum: 4.5 }]) ?? ink,
    accentInk: readable(accent, accentSoft),
    accentSoft,
    focus: nearestReadable(isNight ? "#8ab4ff" : "#1a56db", onBoth(3)) ?? ink,
    ...stateColours(tone, soft, readable),
    severity1: nearestReadable(tone(SEVERITIES.severity1), onBoth(3)) ?? ink,
    severity2: nearestReadable(tone(SEVERITIES.severity2), onBoth(3)) ?? ink,
    severity3: nearestReadable(tone(SEVERITIES.severity3), onBoth(3)) ?? ink,
    severity4: nearestReadable(isNight ? withLightness(SEVERITIES.severity4, 0.66) : SEVERITIES.severity4, onBoth(3)) ?? ink,
  };
  const stated = Object.entries(input).filter(([, colour]) => colour !== undefined);
  return { ...derived, ...Object.fromEntries(stated) };
}

function stateColours(tone: (c: Hex) => Hex, soft: (c: Hex) => Hex, readable: (c: Hex, ...also: Hex[]) => Hex) {
  const softs = {
    infoSoft: soft(tone(STATES.info)),
    successSoft: soft(tone(STATES.success)),
    warningSoft: soft(tone(STATES.warning)),
    dangerSoft: soft(tone(STATES.danger)),
  };
  return {
    ...softs,
    info: readable(tone(STATES.info), softs.infoSoft),
    success: readable(tone(STATES.success), softs.successSoft),
    warning: readable(tone(STATES.warning), softs.warningSoft),
    danger: readable(tone(STATES.danger), softs.dangerSoft),
  };
}
