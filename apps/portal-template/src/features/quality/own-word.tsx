import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { ApiProvider } from "../../api/react.tsx";

/** Around the forms by which signed-in people vote and rate: their words, and the way to core-api. Others do not load either. */
export async function OwnWord({ children }: { readonly children: ReactNode }) {
  const locale = await getLocale();
  return (
    <NextIntlClientProvider messages={messagesOf(locale, ["portal", "common", "errors"])}>
      <ApiProvider>{children}</ApiProvider>
    </NextIntlClientProvider>
  );
}
