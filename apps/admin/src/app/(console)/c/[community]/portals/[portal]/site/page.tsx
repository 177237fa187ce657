import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SitePage } from "../../../../../../../features/site/site-page.tsx";
import { RoleGate } from "../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("site-editor"))("site.title") };
}

export default async function Page({ params }: { readonly params: Promise<{ portal: string }> }) {
  const { portal } = await params;
  return (
    <RoleGate needs="manager">
      <SitePage portalId={portal} />
    </RoleGate>
  );
}
