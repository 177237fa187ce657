"use client";
import type { OrganisationAgreement } from "@archipel/contracts/organisations.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useApi } from "../../api/api.ts";
import { CommunityProvider } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { useOrganisationName } from "./use-name.ts";

interface DelegatedCommunityProps {
  readonly organisationId: string;
  readonly communityId: string;
  /** What the page is for; null when the community does not give it. */
  readonly headings: (agreement: OrganisationAgreement) => { readonly title: string; readonly lead: string } | null;
  readonly children: (agreement: OrganisationAgreement) => ReactNode;
}

/**
 * A page on which managers of an organisation act in one of its communities. Parts of the community's own pages are shown in it, as to a manager:
 * core-api decides what they may do.
 */
export function DelegatedCommunity({ organisationId, communityId, headings, children }: DelegatedCommunityProps) {
  const t = useTranslations("organisations.delegated");
  const api = useApi();
  const nameOf = useOrganisationName();
  const organisation = useQuery(api.organisations.get.queryOptions({ organisationId }));
  return (
    <QueryView query={organisation}>
      {(shown) => {
        const agreement = shown.agreements.find((one) => one.community.id === communityId && one.state === "agreed");
        const words = agreement && shown.role === "manager" ? headings(agreement) : null;
        if (!agreement || !words) {
          return (
            <EmptyState
              title={t("closed")}
              action={
                <Link href={links.organisation(organisationId)} className={buttonClass({ tone: "primary" })}>
                  {t("back")}
                </Link>
              }
            />
          );
        }
        const { id, slug, name } = agreement.community;
        return (
          <CommunityProvider community={{ id, slug, name, role: "manager", roleWithFactor: null, identityNeeded: null }}>
            <PageHeader {...words} parents={[{ label: nameOf(shown), href: links.organisation(organisationId) }]} />
            {children(agreement)}
          </CommunityProvider>
        );
      }}
    </QueryView>
  );
}
