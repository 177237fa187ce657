"use client";
import { ZONE } from "@archipel/i18n/days.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { LatePart } from "@archipel/ui/early-press.tsx";
import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, use } from "react";
import { askForMapWords } from "./words/ask.ts";

interface MapWordsProps {
  readonly locale: Locale;
  /** Also the editor's words, which are as long again. */
  readonly isEditing: boolean;
  readonly children: ReactNode;
}

/** Gives the map its words. They are files that browsers keep, and no part of each document. */
export function MapWords({ locale, isEditing, children }: MapWordsProps) {
  const [first, second] = askForMapWords(locale, isEditing);
  const messages = { ...use(first), ...use(second) };
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={ZONE}>
      <LatePart>{children}</LatePart>
    </NextIntlClientProvider>
  );
}
