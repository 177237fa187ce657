import { BASE_THEME_IDS, baseTheme } from "@archipel/theme/base-themes.ts";
import { repairContrast } from "@archipel/theme/contrast.ts";
import { resolveTheme } from "@archipel/theme/resolve.ts";
import type { ThemeOverrides } from "@archipel/theme/schema.ts";
import { DomainError } from "../../kernel/domain-error.ts";

/** Reserved first labels of host names: the platform uses them, or visitors would believe so. */
const RESERVED = new Set(
  "www admin administration api app apps archipel assets auth autoconfig autodiscover basemap cdn core dev downloads ftp graphql health help hub imap internal localhost login logout mail mailbox metrics mta-sts ns1 ns2 ogc oidc openid ops platform pop portal portals preprod prod root security signin signout smtp sso staging static status support system test tiles uploads webmail xn".split(
    " ",
  ),
);

export function isReserved(slug: string): boolean {
  return RESERVED.has(slug) || slug.startsWith("xn-");
}

/** Refuses an unreadable theme: an unknown base, or colours whose contrast no change of lightness can fix. */
export function assertReadableTheme(baseThemeId: string, overrides: ThemeOverrides): void {
  if (!BASE_THEME_IDS.some((known) => known === baseThemeId)) {
    throw new DomainError("invalid", "theme-unknown", { theme: baseThemeId }, "baseTheme");
  }
  const [failure] = repairContrast(resolveTheme(baseTheme(baseThemeId).theme, overrides)).failures;
  if (!failure) return;
  const { mode, foreground, background, minimum } = failure;
  throw new DomainError(
    "invalid",
    "theme-contrast",
    { mode, foreground, background, minimum, ratio: Math.floor(failure.ratio * 100) / 100 },
    `theme.colours.${mode}.${foreground}`,
  );
}
