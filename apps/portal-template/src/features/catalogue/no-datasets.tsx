import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Layers } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../links.ts";
import type { Site } from "../site/loaders.ts";

/** For a portal without data: what it will show, and where to go next. */
export function NoDatasets({ site }: { readonly site: Site }) {
  const [locale, t] = [useLocale(), useTranslations("portal.catalogue.none")];
  return (
    <EmptyState
      icon={<Layers aria-hidden className="size-10" />}
      title={t("title")}
      action={
        <a href={links.map(locale)} className={buttonClass({ tone: "primary" })}>
          {t("action")}
        </a>
      }
    >
      {t("text", { community: site.portal.communityName })}
    </EmptyState>
  );
}
