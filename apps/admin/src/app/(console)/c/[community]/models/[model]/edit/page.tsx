import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleGate } from "../../../../../../../features/communities/role-gate.tsx";
import { EditModelPage } from "../../../../../../../features/models/editor/edit-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("modeleditor"))("page.edit") };
}

export default async function Page({ params }: { readonly params: Promise<{ model: string }> }) {
  const { model } = await params;
  return (
    <RoleGate needs="manager">
      <EditModelPage modelKey={decodeURIComponent(model)} />
    </RoleGate>
  );
}
