"use client";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { BellPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Suspense, useState } from "react";
import { links } from "../../../links.ts";
import { FollowButton } from "../../follows/follow-button.tsx";
import { GuestFollow } from "../../follows/guest-follow.tsx";
import type { ModeContext } from "../../map-kit/map-mode.ts";
import { MoreWords } from "../../map-kit/more-words.tsx";
import { SignInLink } from "../../session/sign-in-link.tsx";
import { type NamedPlace, queryOf } from "../place-query.ts";

interface FollowPlaceProps {
  readonly context: Pick<ModeContext, "portal" | "isSignedIn" | "locale" | "moreWords">;
  readonly place: NamedPlace;
}

/** Follows the place of the answer: by one press with an account, by mail without one, as on the answer's page. */
export function FollowPlace({ context, place }: FollowPlaceProps) {
  const t = useTranslations("answers.card.map");
  const [isAsked, setAsked] = useState(false);
  if (context.isSignedIn) return <FollowButton portalId={context.portal.id} subject={{ kind: "place", place }} />;
  if (isAsked) {
    return (
      <Suspense fallback={<Skeleton className="h-40 basis-full" />}>
        <MoreWords context={context}>
          <Guest context={context} place={place} />
        </MoreWords>
      </Suspense>
    );
  }
  return (
    <Button tone="quiet" aria-expanded={false} onClick={() => setAsked(true)}>
      <BellPlus aria-hidden className="size-4" />
      {t("follow")}
    </Button>
  );
}

function Guest({ context: { portal, locale }, place }: FollowPlaceProps) {
  const t = useTranslations("follows.guest");
  const account = (
    <SignInLink callbackUrl={links.answer(locale, queryOf(place))} locale={locale} className={buttonClass({ tone: "quiet" })}>
      {t("account")}
    </SignInLink>
  );
  return <GuestFollow isOpen portalId={portal.id} subject={{ kind: "place", place }} tone="quiet" signIn={account} />;
}
