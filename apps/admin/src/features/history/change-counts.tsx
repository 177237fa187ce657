"use client";
import type { UpdateCounts } from "@archipel/contracts/updates.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";

/** The numbers of added, changed and deleted features, as large figures. */
export function ChangeCounts({ counts }: { readonly counts: Omit<UpdateCounts, "unchanged"> }) {
  const t = useTranslations("admin.history");
  const locale = useLocale();
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {(["inserted", "updated", "deleted"] as const).map((kind) => (
        <div key={kind} className="flex flex-row-reverse items-baseline gap-2">
          <dt className="text-ink-muted">{t(kind, { count: counts[kind] })}</dt>
          <dd className="figures text-title">{formatNumber(locale, counts[kind])}</dd>
        </div>
      ))}
    </dl>
  );
}
