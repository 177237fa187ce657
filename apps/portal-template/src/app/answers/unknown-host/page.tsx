import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { env } from "../../../env.ts";

export default async function UnknownHost() {
  const requestHeaders = await headers();
  const t = await getTranslations({ locale: negotiateLocale(requestHeaders.get("accept-language")), namespace: "portal.unknownHost" });
  return (
    <>
      <title>{t("title")}</title>
      <h1 className="text-headline">{t("title")}</h1>
      <p className="mt-4 text-large">{t("text", { host: requestHeaders.get("host") ?? "" })}</p>
      <ul className="mt-6 list-disc space-y-2 pl-5 text-ink-muted">
        <li>{t("spelling")}</li>
        <li>{t("moved")}</li>
        <li>
          {t("yours")}{" "}
          <a href={new URL(env.ARCHIPEL_ADMIN_URL).origin} className="underline underline-offset-2 hover:text-accent-ink">
            {t("console")}
          </a>
        </li>
      </ul>
    </>
  );
}
