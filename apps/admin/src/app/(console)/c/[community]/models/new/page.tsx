import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewModelPage } from "../../../../../../features/models/editor/new-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("models.editor"))("page.new") };
}

export default async function Page({ searchParams }: { readonly searchParams: Promise<{ from?: string | string[] }> }) {
  const { from } = await searchParams;
  return (
    <RoleGate needs="manager">
      <NewModelPage from={typeof from === "string" ? from : null} />
    </RoleGate>
  );
}
