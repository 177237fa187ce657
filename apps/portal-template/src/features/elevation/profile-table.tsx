import type { Profile } from "@archipel/contracts/elevation.ts";
import { formatNumber, formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { lengthText } from "../measure/figures.ts";
import { slopeAt } from "./profile-figures.ts";

const ROWS = 20;

/** The profile as a table of about twenty places, for those who do not see the chart. The file has them all. */
export function ProfileTable({ profile, locale }: { readonly profile: Profile; readonly locale: Locale }) {
  const t = useTranslations("tools.profile");
  const [isOpen, setOpen] = useState(false);
  const last = profile.heights.length - 1;
  const outside = new Set(profile.outside);
  const indexes = [...new Set(Array.from({ length: ROWS + 1 }, (_, row) => Math.round((row * last) / ROWS)))];
  return (
    <details className="group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="flex min-h-control list-none items-center gap-2 font-medium">
        {t("table")}
        <ChevronDown aria-hidden className="size-4 text-ink-muted transition-transform group-open:rotate-180" />
      </summary>
      {isOpen && (
        <table className="figures w-full text-right text-small">
          <caption className="sr-only">{t("table")}</caption>
          <thead>
            <tr className="text-ink-muted">
              {[t("distance"), t("height"), t("slope")].map((head) => (
                <th key={head} scope="col" className="py-1 text-right font-medium">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {indexes.map((index) => {
              const [height = null, slope] = [profile.heights[index], slopeAt(profile, index)];
              return (
                <tr key={index}>
                  <th scope="row" className="py-1 text-right font-normal">
                    {lengthText(locale, profile.metres[index] ?? 0)}
                  </th>
                  <td>
                    {height === null
                      ? t(outside.has(index) ? "outside" : "noData")
                      : t("metres", { metres: formatNumber(locale, height, 1) })}
                  </td>
                  <td>{slope === null ? "—" : formatPercent(locale, slope)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </details>
  );
}
