import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type CommunityPageProps, queryOf } from "../../../../../api/page-address.ts";
import { Preloaded } from "../../../../../api/preloaded.tsx";
import { choiceFromAddress, contributionsQuery } from "../../../../../features/contributions/queue-choice.ts";
import { QueuePage } from "../../../../../features/contributions/queue-page.tsx";
import { hasRole } from "../../../../../kit/has-role.ts";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.contributions") };
}

export default async function Page({ params, searchParams }: CommunityPageProps) {
  const [{ community: slug }, asked] = await Promise.all([params, queryOf(searchParams)]);
  return (
    <Preloaded
      slug={slug}
      load={(queryClient, api, community) => {
        if (!hasRole(community, "contributor")) return [];
        const choice = choiceFromAddress(asked, hasRole(community, "moderator"));
        return [queryClient.prefetchInfiniteQuery(contributionsQuery(api, community.id, choice))];
      }}
    >
      <RoleGate needs="contributor">
        <QueuePage />
      </RoleGate>
    </Preloaded>
  );
}
