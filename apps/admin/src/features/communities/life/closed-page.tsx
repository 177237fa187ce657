"use client";
import type { ClosedCommunity } from "@archipel/contracts/communities.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { PageHeader } from "../../../kit/page-header.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { CopySection } from "./copy-section.tsx";
import { EndSection } from "./end-section.tsx";
import { StateBadges, StateNote, useLife } from "./life-page.tsx";

/** The closed communities that the person manages: they have no other page any more. */
export function ClosedPage() {
  const t = useTranslations("communities.closed");
  const tGate = useTranslations("admin.gate");
  const api = useApi();
  const query = useQuery(api.communityLife.closed.queryOptions());
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <QueryView query={query} rows={4}>
        {(communities) =>
          communities.length === 0 ? (
            <EmptyState
              title={t("none")}
              action={
                <Link href={links.home()} className={buttonClass({ tone: "primary" })}>
                  {tGate("back")}
                </Link>
              }
            >
              {t("noneText")}
            </EmptyState>
          ) : (
            communities.map((community) => <Closed key={community.id} community={community} />)
          )
        }
      </QueryView>
    </>
  );
}

function Closed({ community }: { readonly community: ClosedCommunity }) {
  const query = useLife(community.id);
  return (
    <article aria-labelledby={`closed-${community.id}`} className="flex flex-col gap-6 border-line border-t pt-6">
      <h2 id={`closed-${community.id}`} className="flex flex-wrap items-center gap-3 text-headline">
        {community.name}
        {query.data && <StateBadges life={query.data} />}
      </h2>
      <QueryView query={query} rows={4}>
        {(life) => (
          <>
            <StateNote life={life} />
            <EndSection life={life} />
            <CopySection communityId={life.id} />
          </>
        )}
      </QueryView>
    </article>
  );
}
