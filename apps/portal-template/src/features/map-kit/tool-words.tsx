import { withFrenchSpaces } from "@archipel/i18n/french-spaces.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import en from "@archipel/i18n/messages/tools/en.json" with { type: "json" };
import fr from "@archipel/i18n/messages/tools/fr.json" with { type: "json" };
import { NextIntlClientProvider, useMessages } from "next-intl";
import type { ReactNode } from "react";

const WORDS = { fr: withFrenchSpaces(fr), en };

/** Gives a tool its words, which are loaded with it: the map's first load does not carry them. */
export function ToolWords({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  const messages = useMessages();
  return (
    <NextIntlClientProvider locale={locale} messages={{ ...messages, tools: WORDS[locale] }}>
      {children}
    </NextIntlClientProvider>
  );
}
