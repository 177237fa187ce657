import { closedPortal } from "@archipel/contracts/portals.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { env } from "../../../env.ts";

const sent = closedPortal.extend({ eraseAt: z.coerce.date().nullable() });

/** What a closed or deleted portal says instead of its pages. The proxy has looked it up. */
export default async function Closed() {
  const requestHeaders = await headers();
  const locale = negotiateLocale(requestHeaders.get("accept-language"));
  const t = await getTranslations({ locale, namespace: "portal.closedHost" });
  const { name, state, eraseAt, isWhole } = sent.parse(JSON.parse(decodeURIComponent(requestHeaders.get("x-closed-portal") ?? "")));
  return (
    <>
      <title>{t(`${state}.title`, { name })}</title>
      <h1 className="break-words text-headline">{t(`${state}.title`, { name })}</h1>
      <p className="mt-4 text-large">{t(`${state}.text`)}</p>
      {state === "deleted" && eraseAt && <p className="mt-2">{t("deleted.until", { date: formatDate(locale, eraseAt) })}</p>}
      {state !== "suspended" && (
        <p className="mt-8 text-ink-muted">
          {t("manager")}{" "}
          <a
            href={`${new URL(env.ARCHIPEL_ADMIN_URL).origin}${isWhole ? "/closed" : ""}`}
            className="underline underline-offset-2 hover:text-accent-ink"
          >
            {t("console")}
          </a>
        </p>
      )}
    </>
  );
}
