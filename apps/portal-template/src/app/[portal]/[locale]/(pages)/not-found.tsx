import { buttonClass } from "@archipel/ui/button.tsx";
import { getLocale, getTranslations } from "next-intl/server";
import { ClosedPage } from "../../../../features/session/closed-page.tsx";
import { PageFrame, PageTitle } from "../../../../features/site/page-frame.tsx";
import { links } from "../../../../links.ts";

export default async function NotFound() {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.notFound")]);
  return (
    <PageFrame isNarrow className="lg:py-24">
      <PageTitle intro={t("text")}>{t("title")}</PageTitle>
      <ClosedPage />
      <div className="mt-6 flex flex-wrap gap-3">
        <a href={links.home(locale)} className={buttonClass()}>
          {t("home")}
        </a>
        <a href={links.catalogue(locale)} className={buttonClass()}>
          {t("catalogue")}
        </a>
        <a href={links.help(locale)} className={buttonClass({ tone: "quiet" })}>
          {t("help")}
        </a>
      </div>
    </PageFrame>
  );
}
