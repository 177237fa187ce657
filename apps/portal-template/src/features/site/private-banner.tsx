import type { PortalView } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { EyeOff } from "lucide-react";
import { getTranslations } from "next-intl/server";

/** Says on each page of a portal that is not online who sees it, and what does not work yet. */
export async function PrivateBanner({ portal, locale }: { readonly portal: PortalView; readonly locale: Locale }) {
  if (portal.isOnline) return null;
  const t = await getTranslations({ locale, namespace: "portal.private" });
  return (
    <aside
      aria-label={t("title")}
      className="flex items-start gap-3 border-info border-b bg-info-soft px-4 py-2 text-ink text-small print:hidden lg:px-8"
    >
      <EyeOff aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        <strong>{t("title")}</strong> {t("text")} <span className="max-sm:sr-only">{t("later")}</span>
      </p>
    </aside>
  );
}
