import type { StatedStyle } from "@archipel/map-style/layer-style.ts";

/**
 * What our files keep of icons for those who read them again: the icons by class, `*` for the whole layer, and the width of the outline,
 * because the halo of a small icon is narrower.
 */
export function iconsOf(style: StatedStyle): Record<string, unknown> {
  const { appearance } = style;
  const classes =
    style.kind === "categorised"
      ? style.categories.map(({ value, icon }) => [String(value), icon] as const)
      : style.kind === "graduated"
        ? style.stops.map(({ from, icon }) => [String(from), icon] as const)
        : [];
  const icons = [["*", appearance?.icon] as const, ...classes].filter(([, icon]) => icon !== undefined);
  if (icons.length === 0) return {};
  return {
    "archipel:icons": Object.fromEntries(icons),
    ...(appearance?.outlinePx !== undefined && { "archipel:outline": appearance.outlinePx }),
  };
}
