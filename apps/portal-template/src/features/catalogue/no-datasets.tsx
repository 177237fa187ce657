import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Layers } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import type { Site } from "../site/loaders.ts";

/** For a portal without data: what it will show, and where to go next. */
export async function NoDatasets({ site }: { readonly site: Site }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.catalogue.none")]);
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
