import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { JoinPage } from "../../../../../features/requests/join-page.tsx";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";

const query = z.object({
  community: z.uuid().optional().catch(undefined),
  role: z.enum(["member", "contributor"]).catch("member"),
});

interface PageProps {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("requests");
  return { title: t("title"), robots: { index: false } };
}

export default async function Page({ params, searchParams }: PageProps) {
  const { community, role } = query.parse(await searchParams);
  return <JoinPage portalId={(await siteOf((await params).portal)).portal.id} communityId={community} wanted={role} />;
}
