"use client";
import { type CheckVerdict, findingLevels } from "@archipel/contracts/checks.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useLocale, useTranslations } from "next-intl";
import { LEVEL_LOOKS } from "./finding-words.ts";

/** The number of findings of each level; levels without findings are left out. */
export function LevelCounts({ levels }: { readonly levels: CheckVerdict["levels"] }) {
  const t = useTranslations("checks.levelCounts");
  const locale = useLocale();
  const counted = findingLevels.filter((level) => levels[level] > 0);
  return (
    <ul className="flex flex-wrap gap-2">
      {counted.map((level) => {
        const { tone, Icon } = LEVEL_LOOKS[level];
        return (
          <li key={level}>
            <Badge tone={tone} icon={<Icon aria-hidden className="size-4" />}>
              {t(level, { count: levels[level], shown: formatNumber(locale, levels[level]) })}
            </Badge>
          </li>
        );
      })}
    </ul>
  );
}
