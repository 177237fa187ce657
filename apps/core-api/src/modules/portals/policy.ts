import { isDeepStrictEqual } from "node:util";
import { BASE_THEME_IDS, baseTheme } from "@archipel/theme/base-themes.ts";
import { repairContrast } from "@archipel/theme/contrast.ts";
import { resolveTheme } from "@archipel/theme/resolve.ts";
import type { ThemeOverrides } from "@archipel/theme/schema.ts";
import { DomainError } from "../../kernel/domain-error.ts";

/** Reserved first labels of host names, without their hyphens: the platform uses them, or visitors would believe so. */
const RESERVED = new Set(
  [
    "www admin administration administrator administrateur api app apps archipel assets basemap cdn core dev downloads ftp graphql health",
    "hub internal localhost metrics mtasts ogc ops operator operators platform pop portal portals preprod prod root staging static status",
    "system test tiles uploads xn autoconfig autodiscover imap mail mailbox messagerie smtp webmail",
    "account accounts auth authentication authentification compte comptes connexion deconnexion id identity identite idp inscription login",
    "logon logout moncompte motdepasse myaccount oauth oauth2 oidc openid password register signin signout signup sso",
    "help security securite support",
  ].flatMap((line) => line.split(" ")),
);
/** Names that hosts of a platform get with a number. */
const NUMBERED = /^(admin|api|app|auth|cdn|login|mail|mx|ns|signin|smtp|sso|www)\d+$/;

/** @param slug `log-in` and `login` read the same in an address, so hyphens do not count */
export function isReserved(slug: string): boolean {
  const plain = slug.replaceAll("-", "");
  return RESERVED.has(plain) || NUMBERED.test(plain) || slug.startsWith("xn-");
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

/** Whether two themes have the same tokens, in any order. */
export function isSameTheme(one: StoredTheme, other: StoredTheme): boolean {
  return isDeepStrictEqual([one.baseTheme, one.theme], [other.baseTheme, other.theme]);
}

interface StoredTheme {
  baseTheme: string;
  theme: ThemeOverrides;
}
