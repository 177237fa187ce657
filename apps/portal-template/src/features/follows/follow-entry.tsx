import type { FollowSubject } from "@archipel/contracts/follows.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { type ButtonTone, buttonClass } from "@archipel/ui/button.tsx";
import { BellPlus } from "lucide-react";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { SignInLink } from "../session/sign-in-link.tsx";
import { FollowButton } from "./follow-button.tsx";
import { GuestFollow } from "./guest-follow.tsx";
import { followOf } from "./loaders.ts";

interface FollowEntryProps {
  readonly portalId: string;
  readonly subject: FollowSubject;
  /** The page that a visitor returns to after signing in. */
  readonly returnTo: string;
  readonly tone?: ButtonTone;
}

/** The follow button of a page; a visitor signs in first, or follows a place, the news or the alerts by mail. */
export async function FollowEntry({ portalId, subject, returnTo, tone = "secondary" }: FollowEntryProps) {
  const [locale, t, session] = await Promise.all([getLocale(), getTranslations("follows"), currentSession()]);
  if (!session && subject.kind !== "dataset" && subject.kind !== "portal") {
    return (
      <NextIntlClientProvider messages={messagesOf(locale, ["follows", "errors"])}>
        <ApiProvider>
          <GuestFollow
            portalId={portalId}
            subject={subject}
            tone={tone}
            signIn={
              <SignInLink callbackUrl={returnTo} locale={locale} className={buttonClass({ tone: "quiet" })}>
                {t("guest.account")}
              </SignInLink>
            }
          />
        </ApiProvider>
      </NextIntlClientProvider>
    );
  }
  if (!session) {
    return (
      <SignInLink callbackUrl={returnTo} locale={locale} className={buttonClass({ tone })}>
        <BellPlus aria-hidden className="size-4" />
        {t(`follow.${subject.kind}`)}
      </SignInLink>
    );
  }
  return (
    <NextIntlClientProvider messages={messagesOf(locale, ["follows", "errors"])}>
      <ApiProvider>
        <FollowButton portalId={portalId} subject={subject} initial={await followOf(portalId, subject)} tone={tone} />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
