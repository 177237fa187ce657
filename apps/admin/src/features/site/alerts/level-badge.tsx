"use client";
import type { AlertLevel } from "@archipel/contracts/alerts.ts";
import { LEVEL_LOOK } from "@archipel/ui/alert-level.ts";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";

/** The level of an alert: icon, word and colour. */
export function LevelBadge({ level }: { readonly level: AlertLevel }) {
  const t = useTranslations("alerts");
  const { Icon, badge } = LEVEL_LOOK[level];
  return (
    <span className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap rounded-control px-2 py-0.5 font-medium text-small", badge)}>
      <Icon aria-hidden className="size-4" />
      {t(`levels.${level}`)}
    </span>
  );
}
