import type { PortalView } from "@archipel/contracts/portals.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { UserRound } from "lucide-react";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { siteParts } from "../../tenancy/site-parts.ts";
import { offersToJoin } from "../requests/loaders.ts";
import { BackWatcher } from "../session/back-watcher.tsx";
import { SessionWatcher } from "../session/session-watcher.tsx";
import { SignInLink } from "../session/sign-in-link.tsx";

/** The last entries of the header: how to take part, for people without a role, and the sign-in link or the link to the account. */
export async function SessionEntry({ portal }: { readonly portal: PortalView }) {
  const [locale, t, tRequests, session, requestHeaders] = await Promise.all([
    getLocale(),
    getTranslations("portal.header"),
    getTranslations("requests"),
    currentSession(),
    headers(),
  ]);
  // Everybody is a visitor there until it is online.
  if (!portal.isOnline) return null;
  const known = session === null ? siteParts(portal)?.takesRequests : undefined;
  const join = (known ?? (await offersToJoin(portal.id, session !== null))) && (
    <a href={links.join(locale)} className={buttonClass({ tone: "quiet" })}>
      {tRequests("entry")}
    </a>
  );
  if (!session) {
    const here = links.inLanguage(locale, requestHeaders.get("x-portal-path") ?? "");
    return (
      <div className="flex flex-wrap items-center gap-1">
        <BackWatcher />
        {join}
        <SignInLink callbackUrl={here} locale={locale} className={buttonClass()}>
          {t("signIn")}
        </SignInLink>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-1">
      <SessionWatcher />
      {join}
      <a href={links.account(locale)} className={buttonClass()}>
        <UserRound aria-hidden className="size-5" />
        <span className="max-w-40 truncate">{session.user.name || t("account")}</span>
      </a>
    </div>
  );
}
