import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Box } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";

interface CloudListProps {
  readonly clouds: readonly PortalLayer[];
  readonly flies: boolean;
  /** The portal's own word for its catalogue. */
  readonly catalogueWord: string;
  readonly locale: Locale;
}

/** The point clouds of a portal that has several, or none yet. */
export function CloudList({ clouds, flies, catalogueWord, locale }: CloudListProps) {
  const t = useTranslations("portal.points");
  if (clouds.length === 0)
    return (
      <PageFrame isNarrow>
        <EmptyState
          isPage
          icon={<Box aria-hidden className="size-8" />}
          title={t("none")}
          action={
            <a href={links.catalogue(locale)} className={buttonClass({ tone: "primary" })}>
              {catalogueWord}
            </a>
          }
        >
          {t("noneHint")}
        </EmptyState>
      </PageFrame>
    );
  return (
    <PageFrame isNarrow>
      <PageTitle intro={t("intro")}>{t("title")}</PageTitle>
      <ul className="divide-y divide-line border-line border-y">
        {clouds.map(({ id, title, titleLang, datasetTitle }) => (
          <li key={id} className="py-3">
            <a
              href={links.points(locale, id, { flies })}
              className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-4"
            >
              {unbroken(datasetTitle)}
            </a>
            <p lang={titleLang} className="text-ink-muted text-small">
              {title}
            </p>
          </li>
        ))}
      </ul>
    </PageFrame>
  );
}
