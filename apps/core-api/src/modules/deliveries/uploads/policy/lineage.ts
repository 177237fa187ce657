import { lineageEntry } from "@archipel/contracts/repairs.ts";
import { LOCALES, type Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type LineageEntry, lineageKinds, lineageSentences } from "@archipel/validation/repair/lineage.ts";
import { z } from "zod";
import type { UploadRow } from "../queries.ts";
import { cloudLineage } from "./cloud-repairs.ts";

/** Maximum length of a dataset's lineage. */
const MAX = 5_000;

/**
 * The lineage of a dataset, with the repairs of a delivery added, in the language of the person who publishes it. Publishing the delivery
 * again, also in another language, adds nothing.
 */
export function lineageWith(
  lineage: string,
  upload: Pick<UploadRow, "repairedLineage" | "repairedKey">,
  locale: Locale,
  clouds: Parameters<typeof cloudLineage>[0] = [],
): string {
  const withLayers = withEntries(lineage, upload, locale);
  const isSaid = LOCALES.some((known) => {
    const said = cloudLineage(clouds, known);
    return said !== null && withLayers.includes(said);
  });
  const said = isSaid ? null : cloudLineage(clouds, locale);
  return said === null ? withLayers : added(withLayers, said);
}

function added(lineage: string, said: string): string {
  const whole = lineage === "" ? said : `${lineage}\n${said}`;
  return whole.length > MAX ? lineage : whole;
}

function withEntries(
  lineage: string,
  { repairedLineage, repairedKey }: Pick<UploadRow, "repairedLineage" | "repairedKey">,
  locale: Locale,
) {
  if (repairedKey === null) return lineage;
  const entries = z
    .array(lineageEntry)
    .parse(repairedLineage)
    .flatMap(({ kind: name, ...entry }): LineageEntry[] => {
      const kind = lineageKinds.find((known) => known === name);
      return kind ? [{ ...entry, kind }] : [];
    });
  if (entries.length === 0 || LOCALES.some((known) => lineage.includes(saidIn(known, entries)))) return lineage;
  return added(lineage, saidIn(locale, entries));
}

function saidIn(locale: Locale, entries: readonly LineageEntry[]): string {
  // French puts a space before a semicolon, English does not.
  const between = locale === "fr" ? "\u00a0; " : "; ";
  return translator(locale, "repairs")("published", { sentences: lineageSentences(entries, locale).join(between) });
}
