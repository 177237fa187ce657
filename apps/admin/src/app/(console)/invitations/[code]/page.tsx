import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AcceptInvitation } from "../../../../features/members/accept-invitation.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("invitation.title") };
}

export default async function Page({ params }: { readonly params: Promise<{ code: string }> }) {
  const { code } = await params;
  return <AcceptInvitation code={code} />;
}
