import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProcessingPage } from "../../../../../../features/processing/processing-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.processings") };
}

export default async function Page({ params }: { readonly params: Promise<{ processing: string }> }) {
  const { processing } = await params;
  return (
    <RoleGate needs="contributor">
      <ProcessingPage processingId={processing} />
    </RoleGate>
  );
}
