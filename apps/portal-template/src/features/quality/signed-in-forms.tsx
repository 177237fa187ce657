import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { ApiProvider } from "../../api/react.tsx";

/** Provides messages and API to the forms with which signed-in people vote and rate. Other visitors load neither. */
export async function SignedInForms({ children }: { readonly children: ReactNode }) {
  const locale = await getLocale();
  return (
    <NextIntlClientProvider messages={messagesOf(locale, ["portal", "common", "errors"])}>
      <ApiProvider>{children}</ApiProvider>
    </NextIntlClientProvider>
  );
}
