import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { CommunityPageProps } from "../../../../../api/page-address.ts";
import { Preloaded } from "../../../../../api/preloaded.tsx";
import { MembersPage } from "../../../../../features/members/members-page.tsx";
import { invitationsQuery, membersQuery, requestsQuery } from "../../../../../features/members/members-query.ts";
import { hasRole } from "../../../../../kit/has-role.ts";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.members") };
}

export default async function Page({ params }: CommunityPageProps) {
  const { community: slug } = await params;
  return (
    <Preloaded
      slug={slug}
      load={(queryClient, api, community) => {
        if (!hasRole(community, "moderator")) return [];
        const list = queryClient.prefetchInfiniteQuery(membersQuery(api, { communityId: community.id }));
        if (!hasRole(community, "manager")) return [list];
        // They stand above the list, and would move it.
        return [
          list,
          queryClient.prefetchQuery(requestsQuery(api, community)),
          queryClient.prefetchQuery(invitationsQuery(api, community)),
        ];
      }}
    >
      <RoleGate needs="moderator">
        <MembersPage />
      </RoleGate>
    </Preloaded>
  );
}
