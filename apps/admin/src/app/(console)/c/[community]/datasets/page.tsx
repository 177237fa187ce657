import { datasetStatus } from "@archipel/contracts/datasets.ts";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type CommunityPageProps, queryOf } from "../../../../../api/page-address.ts";
import { Preloaded } from "../../../../../api/preloaded.tsx";
import { DatasetsPage } from "../../../../../features/datasets/datasets-page.tsx";
import { datasetsQuery } from "../../../../../features/datasets/datasets-query.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.datasets") };
}

export default async function Page({ params, searchParams }: CommunityPageProps) {
  const [{ community: slug }, asked] = await Promise.all([params, queryOf(searchParams)]);
  return (
    <Preloaded
      slug={slug}
      load={(queryClient, api, { id: communityId }) => {
        const { data: status } = datasetStatus.safeParse(asked.get("status"));
        return [queryClient.prefetchInfiniteQuery(datasetsQuery(api, { communityId, ...(status && { status }) }))];
      }}
    >
      <DatasetsPage />
    </Preloaded>
  );
}
