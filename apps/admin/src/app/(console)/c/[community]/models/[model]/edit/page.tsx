import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EditModelPage } from "../../../../../../../features/models/editor/edit-page.tsx";
import { RoleGate } from "../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("models.editor"))("page.edit") };
}

export default async function Page({ params }: { readonly params: Promise<{ model: string }> }) {
  const { model } = await params;
  return (
    <RoleGate needs="manager">
      <EditModelPage modelKey={decodeURIComponent(model)} />
    </RoleGate>
  );
}
