import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";

export default async function UnreadableAddress() {
  const locale = negotiateLocale((await headers()).get("accept-language"));
  const t = await getTranslations({ locale, namespace: "common.unreadableAddress" });
  return (
    <>
      <title>{t("title")}</title>
      <h1 className="text-headline">{t("title")}</h1>
      <p className="mt-4 mb-8 text-large">{t("text")}</p>
      <a href="/" className={buttonClass({ tone: "primary" })}>
        {t("home")}
      </a>
    </>
  );
}
