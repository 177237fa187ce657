import { createClient } from "@archipel/api-client/client.ts";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { AppRouter } from "../../../../api/router-type.ts";
import { currentSession } from "../../../../auth.ts";
import { env } from "../../../../env.ts";
import { OrganisationInvitationPage } from "../../../../features/organisations/organisation-invitation-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations.invitation"))("title") };
}

/** Outside the console: an invited person sees what the invitation offers before they are asked to sign in. */
export default async function Page({ params }: { readonly params: Promise<{ code: string }> }) {
  const { code } = await params;
  const client = createClient<AppRouter>({ url: `${env.CORE_API_URL}/trpc` });
  const [invitation, session] = await Promise.all([client.organisations.readInvitation.query({ code }), currentSession()]);
  return <OrganisationInvitationPage code={code} invitation={invitation} signedInAs={session?.user.email ?? null} />;
}
