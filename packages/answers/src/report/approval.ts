import { formatDate } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { dayOf } from "../rules/fields.ts";
import type { DocumentFacts } from "./reading.ts";

/** The day of a document's approval for readers; undefined when its standard's column holds no day. */
export function approvalOf(document: DocumentFacts | undefined, locale: Locale): string | undefined {
  const day = document?.approved === undefined ? null : dayOf(document.approved);
  return day === null ? undefined : formatDate(locale, day);
}
