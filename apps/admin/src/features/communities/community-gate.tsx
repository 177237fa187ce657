"use client";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CommunityProvider, useMe } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { FrozenNote } from "./frozen-note.tsx";
import { IdentityNeeded, IdentityNote } from "./identity-needed.tsx";
import { SecondFactorNote } from "./second-factor-note.tsx";

/** Pages of a community, for its members. "Not yours" and "does not exist" read the same. */
export function CommunityGate({ slug, children }: { readonly slug: string; readonly children: ReactNode }) {
  const t = useTranslations("admin.gate");
  const community = useMe().communities.find((candidate) => candidate.slug === slug);
  if (community) {
    return (
      <CommunityProvider community={community}>
        <FrozenNote />
        <SecondFactorNote />
        <IdentityNote />
        {community.identityNeeded?.isClosed ? <IdentityNeeded needed={community.identityNeeded} /> : children}
      </CommunityProvider>
    );
  }
  return (
    <>
      <h1 className="sr-only">{t("notFound")}</h1>
      <EmptyState
        title={t("notFound")}
        action={
          <Link href={links.home()} className={buttonClass({ tone: "primary" })}>
            {t("back")}
          </Link>
        }
      >
        {t("notFoundText")}
      </EmptyState>
    </>
  );
}
