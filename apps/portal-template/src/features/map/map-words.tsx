"use client";
import { ZONE } from "@archipel/i18n/days.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { LatePart } from "@archipel/ui/early-press.tsx";
import { type AbstractIntlMessages, NextIntlClientProvider } from "next-intl";
import { type ReactNode, use } from "react";

const LOADERS = {
  fr: {
    viewing: async () => (await import("./words/viewing-fr.ts")).viewing,
    editing: async () => (await import("./words/editing-fr.ts")).editing,
  },
  en: {
    viewing: async () => (await import("./words/viewing-en.ts")).viewing,
    editing: async () => (await import("./words/editing-en.ts")).editing,
  },
} satisfies Record<Locale, Record<string, () => Promise<AbstractIntlMessages>>>;

const NONE = Promise.resolve({});
const loading = new Map<() => Promise<AbstractIntlMessages>, Promise<AbstractIntlMessages>>();

/** The same promise for the same words: a component that waits for it would ask again for another one. */
function once(load: () => Promise<AbstractIntlMessages>): Promise<AbstractIntlMessages> {
  const known = loading.get(load);
  if (known) return known;
  // As React marks a promise that it has waited for: words that are here are read without waiting.
  const made: Promise<AbstractIntlMessages> & { status?: string; value?: unknown } = load();
  made.then(
    (value) => Object.assign(made, { status: "fulfilled", value }),
    () => loading.delete(load),
  );
  loading.set(load, made);
  return made;
}

// On the server, words are there before the first page is drawn: it is drawn in one piece.
if (typeof window === "undefined")
  for (const { viewing, editing } of Object.values(LOADERS)) for (const load of [viewing, editing]) void once(load);

/** Asks for the words, before they are needed. @param isEditing also the editor's, which are as long again */
export function askForMapWords(locale: Locale, isEditing: boolean) {
  const { viewing, editing } = LOADERS[locale];
  return [once(viewing), isEditing ? once(editing) : NONE] as const;
}

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
