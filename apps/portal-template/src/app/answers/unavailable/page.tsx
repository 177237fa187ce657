import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { RetryWhenBack } from "@archipel/ui/retry-when-back.tsx";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";

export default async function Unavailable() {
  const t = await getTranslations({ locale: negotiateLocale((await headers()).get("accept-language")), namespace: "common.unavailable" });
  return (
    <>
      <title>{t("title")}</title>
      <h1 className="text-headline">{t("title")}</h1>
      <p className="mt-4 text-large">{t("text")}</p>
      <p className="mt-2 text-ink-muted">{t("retries")}</p>
      <RetryWhenBack />
    </>
  );
}
