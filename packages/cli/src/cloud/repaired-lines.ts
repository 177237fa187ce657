import { CLOUD_DROPS, type RepairedPoints } from "@archipel/contracts/clouds.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";

/** What repairs did, line by line. */
export function repairedLines(repaired: RepairedPoints | null, locale: Locale): string[] {
  if (!repaired) return [];
  const say = translator(locale, "repairs");
  const reclassified = Object.values(repaired.reclassified).reduce((sum, count) => sum + count, 0);
  return [
    ...CLOUD_DROPS.flatMap((drop) => {
      const count = repaired.dropped[drop] ?? 0;
      return count > 0 ? [`    ${say(`clouds.${drop}`, { count })}`] : [];
    }),
    ...(reclassified > 0 ? [`    ${say("clouds.reclassified", { count: reclassified })}`] : []),
  ];
}
