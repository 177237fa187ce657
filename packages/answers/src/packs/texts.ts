import { LOCALES, type Locale } from "@archipel/i18n/locales.ts";
import { z } from "zod";
import { messageFault } from "./message.ts";

/** The longest message of a pack. */
const MAX_MESSAGE = 1_000;

/** A message (ICU) whose placeholders are those of the closed list. */
const messageSchema = z
  .string()
  .trim()
  .min(1)
  .max(MAX_MESSAGE)
  .superRefine((text, context) => {
    const fault = messageFault(text);
    if (fault) context.addIssue({ code: "custom", message: fault.reason, params: fault });
  });

const perLanguage = z.partialRecord(z.enum(LOCALES), messageSchema);

/** The same message in one or more languages. A missing language falls back to the default one of the portal, then to any. */
export const messagesSchema = perLanguage.refine((texts) => Object.keys(texts).length > 0, {
  message: "no-language",
  params: { reason: "no-language" },
});
export type Messages = z.infer<typeof messagesSchema>;

/** Messages in both languages, as shipped packs have them. */
export type BothLanguages = Readonly<Record<Locale, string>>;

/** Keys of packs, themes, rules and sources: `fr-plu`, `plu.zone`, `zone-U`. */
export const keySchema = z
  .string()
  .max(80)
  .regex(/^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/);

/** Names of tables, fields and code lists of a standard. */
export const nameSchema = z.string().min(1).max(128);
