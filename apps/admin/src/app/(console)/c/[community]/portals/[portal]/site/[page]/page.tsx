import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EditorPage } from "../../../../../../../../features/site/editor/editor-page.tsx";
import { RoleGate } from "../../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("site-editor"))("page.title") };
}

export default async function Page({ params }: { readonly params: Promise<{ portal: string; page: string }> }) {
  const { portal, page } = await params;
  return (
    <RoleGate needs="manager">
      <EditorPage portalId={portal} pageId={page} />
    </RoleGate>
  );
}
