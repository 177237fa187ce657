import { buttonClass } from "@archipel/ui/button.tsx";
import { UserRound } from "lucide-react";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { SessionWatcher } from "../session/session-watcher.tsx";
import { SignInLink } from "../session/sign-in-link.tsx";

/** The last entry of the header: the sign-in link, or the link to the account. */
export async function SessionEntry() {
  const [locale, t, session, requestHeaders] = await Promise.all([
    getLocale(),
    getTranslations("portal.header"),
    currentSession(),
    headers(),
  ]);
  if (!session) {
    const here = links.inLanguage(locale, requestHeaders.get("x-portal-path") ?? "");
    return (
      <SignInLink callbackUrl={here} locale={locale} className={buttonClass()}>
        {t("signIn")}
      </SignInLink>
    );
  }
  return (
    <>
      <SessionWatcher />
      <a href={links.account(locale)} className={buttonClass()}>
        <UserRound aria-hidden className="size-5" />
        <span className="max-w-40 truncate">{session.user.name || t("account")}</span>
      </a>
    </>
  );
}
