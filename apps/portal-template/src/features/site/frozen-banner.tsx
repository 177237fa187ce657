import type { PortalView } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Lock } from "lucide-react";
import { getTranslations } from "next-intl/server";

/** Says on each page that nobody writes on this portal for now, since when and why. */
export async function FrozenBanner({ portal, locale }: { readonly portal: PortalView; readonly locale: Locale }) {
  if (!portal.frozen) return null;
  const t = await getTranslations({ locale, namespace: "portal.frozen" });
  const { since, reason } = portal.frozen;
  return (
    <aside
      aria-label={t("title")}
      className="flex items-start print:hidden gap-3 border-warning border-b bg-warning-soft px-4 py-2 text-ink text-small"
    >
      <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        <strong>{t("title")}</strong> {t("all", { date: formatDate(locale, since), reason })}
      </p>
    </aside>
  );
}
