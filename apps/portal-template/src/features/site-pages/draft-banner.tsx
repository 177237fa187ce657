import { PencilLine } from "lucide-react";
import { useTranslations } from "next-intl";

/** Says above a draft that nobody else sees it. It stays in view. */
export function DraftBanner() {
  const t = useTranslations("portal.blocks.draft");
  return (
    <aside
      aria-label={t("title")}
      className="sticky top-0 z-20 flex flex-wrap items-center gap-x-3 gap-y-1 border-warning border-b-2 bg-warning-soft px-4 py-2 text-ink lg:px-8"
    >
      <PencilLine aria-hidden className="size-5 shrink-0 text-warning" />
      <strong className="font-medium">{t("title")}</strong>
      <span className="text-small">{t("text")}</span>
    </aside>
  );
}
