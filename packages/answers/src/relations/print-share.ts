import { formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";

const LEAST = 0.001;

/**
 * A share for readers, with one decimal: « 96,3 % », "96.3%". "0 %" and "100 %" are printed only where they are exact: what would be rounded
 * to them is "< 0,1 %" or "> 99,9 %".
 *
 * @param share 0 to 1
 */
export function printShare(locale: Locale, share: number): string {
  if (share <= 0 || share >= 1) return formatPercent(locale, share <= 0 ? 0 : 1);
  if (share < LEAST) return `<\u00a0${formatPercent(locale, LEAST)}`;
  if (share > 1 - LEAST) return `>\u00a0${formatPercent(locale, 1 - LEAST)}`;
  return formatPercent(locale, share);
}
