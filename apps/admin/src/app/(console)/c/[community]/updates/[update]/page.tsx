import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UpdatePage } from "../../../../../../features/updates/update-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.layers"))("update") };
}

export default async function Page({ params }: { readonly params: Promise<{ update: string }> }) {
  const { update } = await params;
  return (
    <RoleGate needs="manager">
      <UpdatePage updateId={update} />
    </RoleGate>
  );
}
