import { buttonClass } from "@archipel/ui/button.tsx";
import { getLocale, getTranslations } from "next-intl/server";
import { ClosedPage } from "../../../../../features/session/closed-page.tsx";
import { PageFrame, PageTitle } from "../../../../../features/site/page-frame.tsx";
import { links } from "../../../../../links.ts";

export default async function NotFound() {
  const [locale, t, tErrors, tMaps] = await Promise.all([
    getLocale(),
    getTranslations("portal.notFound"),
    getTranslations("errors"),
    getTranslations("maps.view"),
  ]);
  return (
    <main id="content" tabIndex={-1} className="flex-1 outline-none">
      <PageFrame isNarrow className="lg:py-24">
        <PageTitle intro={tErrors("map-not-found")}>{t("title")}</PageTitle>
        <ClosedPage />
        <a href={links.maps(locale)} className={`mt-6 ${buttonClass()}`}>
          {tMaps("list")}
        </a>
      </PageFrame>
    </main>
  );
}
