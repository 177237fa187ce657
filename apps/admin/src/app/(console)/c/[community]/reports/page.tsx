import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type CommunityPageProps, queryOf } from "../../../../../api/page-address.ts";
import { Preloaded } from "../../../../../api/preloaded.tsx";
import { choiceFromAddress } from "../../../../../features/reports/queue-filter.ts";
import { ReportsPage } from "../../../../../features/reports/reports-page.tsx";
import { reportsQuery } from "../../../../../features/reports/reports-query.ts";
import { hasRole } from "../../../../../kit/has-role.ts";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.reports") };
}

export default async function Page({ params, searchParams }: CommunityPageProps) {
  const [{ community: slug }, asked] = await Promise.all([params, queryOf(searchParams)]);
  return (
    <Preloaded
      slug={slug}
      load={(queryClient, api, community) =>
        hasRole(community, "moderator")
          ? [queryClient.prefetchInfiniteQuery(reportsQuery(api, community.id, choiceFromAddress(asked)))]
          : []
      }
    >
      <RoleGate needs="moderator">
        <ReportsPage />
      </RoleGate>
    </Preloaded>
  );
}
