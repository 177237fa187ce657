import { baseTheme } from "./base-themes.ts";
import { repairContrast } from "./contrast.ts";
import { type ResolvedTheme, resolveTheme } from "./resolve.ts";
import { sanitiseOverrides } from "./sanitise.ts";

/** The legible theme of a portal from what is stored: base theme name and overrides of any provenance. Never throws. */
export function portalTheme(baseThemeId: string, overrides: unknown): ResolvedTheme {
  const resolved = resolveTheme(baseTheme(baseThemeId).theme, sanitiseOverrides(overrides).overrides);
  return repairContrast(resolved).theme;
}
