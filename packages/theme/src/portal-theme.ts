import { baseTheme } from "./base-themes.ts";
import { repairContrast } from "./contrast.ts";
import { type ResolvedTheme, resolveTheme } from "./resolve.ts";
import { sanitiseOverrides } from "./sanitise.ts";

/** The readable theme of a portal from stored values: base theme name and untrusted overrides. Never throws. */
export function portalTheme(baseThemeId: string, overrides: unknown): ResolvedTheme {
  const resolved = resolveTheme(baseTheme(baseThemeId).theme, sanitiseOverrides(overrides).overrides);
  return repairContrast(resolved).theme;
}
