import { buttonClass } from "@archipel/ui/button.tsx";
import { LogIn } from "lucide-react";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { SignInLink } from "./sign-in-link.tsx";

/**
 * For a visitor without an account, on the page of an address that shows nothing to them: they may have a right to what is there. It is the
 * same at every address, so that it says nothing about what exists. Renders nothing for people who are signed in.
 */
export async function ClosedPage() {
  const [locale, t, session, requestHeaders] = await Promise.all([
    getLocale(),
    getTranslations("portal.notFound"),
    currentSession(),
    headers(),
  ]);
  if (session) return null;
  const here = links.inLanguage(locale, requestHeaders.get("x-portal-path") ?? "");
  return (
    <section aria-labelledby="closed-page" className="flex flex-col items-start gap-3 rounded-card border border-line bg-surface p-5">
      <h2 id="closed-page" className="text-title">
        {t("account")}
      </h2>
      <p className="text-ink-muted">{t("accountText")}</p>
      <SignInLink callbackUrl={here} locale={locale} className={buttonClass({ tone: "primary" })}>
        <LogIn aria-hidden className="size-4" />
        {t("signIn")}
      </SignInLink>
    </section>
  );
}
