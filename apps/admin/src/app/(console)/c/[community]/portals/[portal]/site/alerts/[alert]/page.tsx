import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlertFormPage } from "../../../../../../../../../features/site/alerts/alert-form-page.tsx";
import { RoleGate } from "../../../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("alerts.console.form"))("title") };
}

export default async function Page({ params }: { readonly params: Promise<{ portal: string; alert: string }> }) {
  const { portal, alert } = await params;
  return (
    <RoleGate needs="manager">
      <AlertFormPage portalId={portal} alertId={alert} />
    </RoleGate>
  );
}
