import type { Locale } from "@archipel/i18n/locales.ts";
import type { AbstractIntlMessages } from "next-intl";

const LOADERS = {
  fr: {
    viewing: async () => (await import("./viewing-fr.ts")).viewing,
    editing: async () => (await import("./editing-fr.ts")).editing,
  },
  en: {
    viewing: async () => (await import("./viewing-en.ts")).viewing,
    editing: async () => (await import("./editing-en.ts")).editing,
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
