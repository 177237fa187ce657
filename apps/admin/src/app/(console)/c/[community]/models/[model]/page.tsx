import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ModelPage } from "../../../../../../features/models/model-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("models"))("list.title") };
}

export default async function Page({ params }: { readonly params: Promise<{ model: string }> }) {
  const { model } = await params;
  return (
    <RoleGate needs="contributor">
      <ModelPage modelKey={decodeURIComponent(model)} />
    </RoleGate>
  );
}
