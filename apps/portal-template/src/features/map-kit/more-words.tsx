"use client";
import { ZONE } from "@archipel/i18n/days.ts";
import { NextIntlClientProvider, useMessages } from "next-intl";
import { type ReactNode, use } from "react";
import type { ModeContext } from "./map-mode.ts";

interface MoreWordsProps {
  readonly context: Pick<ModeContext, "locale" | "moreWords">;
  readonly children: ReactNode;
}

/** Gives a part of the map the words that visitors load only when they do something. It suspends until they are there. */
export function MoreWords({ context: { locale, moreWords }, children }: MoreWordsProps) {
  const messages = { ...useMessages(), ...use(moreWords()) };
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={ZONE}>
      {children}
    </NextIntlClientProvider>
  );
}
