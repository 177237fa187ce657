import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UploadPage } from "../../../../../../features/deliveries/uploads/upload-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.uploads") };
}

export default async function Page({ params }: { readonly params: Promise<{ upload: string }> }) {
  const { upload } = await params;
  return (
    <RoleGate needs="contributor">
      <UploadPage uploadId={upload} />
    </RoleGate>
  );
}
