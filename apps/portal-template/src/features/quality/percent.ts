import type { Locale } from "@archipel/i18n/locales.ts";

/** A share in whole percent, never rounded to 100 % or 0 %: 99.9 % valid is not all valid, and one in thousands is “less than 1 %”. */
export function percentOf(locale: Locale, share: number): string {
  const percent = share * 100;
  const isLess = percent > 0 && percent < 1;
  const shown = percent > 99 && percent < 100 ? 99 : isLess ? 1 : Math.round(percent);
  const words = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(shown / 100);
  return isLess ? `<\u00a0${words}` : words;
}
