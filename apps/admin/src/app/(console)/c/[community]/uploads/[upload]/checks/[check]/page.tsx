import { messagesOf } from "@archipel/i18n/messages.ts";
import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import { CheckPage } from "../../../../../../../../features/deliveries/checks/check-page.tsx";
import { RoleGate } from "../../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checks"))("panel.checks") };
}

export default async function Page({ params }: { readonly params: Promise<{ check: string }> }) {
  const { check } = await params;
  // The messages of findings are large, so that only this page loads them.
  const messages = { ...(await getMessages()), ...messagesOf(await getLocale(), ["findings", "repairs"]) };
  return (
    <RoleGate needs="contributor">
      <NextIntlClientProvider messages={messages}>
        <CheckPage checkId={check} />
      </NextIntlClientProvider>
    </RoleGate>
  );
}
