import { dataKinds, type FacetName, qualityLevels, updatedPeriods } from "@archipel/contracts/dataset-catalogue.ts";
import { licences, topics } from "@archipel/contracts/datasets.ts";
import { messageKey } from "@archipel/i18n/message-key.ts";
import { getTranslations } from "next-intl/server";

/** The words for a value of a facet; those of a producer come with it. */
export type FacetWords = (name: FacetName, value: string, label?: string | null) => string;

/** Words for the values of all facets, in the page's language. */
export async function facetWords(): Promise<FacetWords> {
  const [t, tTopics, tLicences] = await Promise.all([
    getTranslations("datasets.catalogue"),
    getTranslations("common.topics"),
    getTranslations("common.licences"),
  ]);
  const words: Record<FacetName, (value: string) => string | undefined> = {
    topic: (value) => known(topics, value, (topic) => (topic === "other" ? t("noTopic") : tTopics(topic))),
    licence: (value) => known(licences, value, (licence) => (licence === "other" ? t("ownLicence") : tLicences(messageKey(licence)))),
    kind: (value) => known(dataKinds, value, (kind) => t(`kinds.${kind}`)),
    format: (value) => known(NAMED_FORMATS, value, (format) => t(`formats.${format}`)) ?? value.toUpperCase(),
    updated: (value) => known(updatedPeriods, value, (period) => t(`periods.${period}`)),
    quality: (value) => known(qualityLevels, value, (level) => t(`levels.${level}`)),
    keyword: () => undefined,
    producer: () => undefined,
  };
  return (name, value, label) => words[name](value) ?? label ?? value;
}

/** Formats that people know by a name; files go by their extension. */
const NAMED_FORMATS = ["gpkg", "geojson", "csv", "ogc", "tiles", "tif", "pdf"] as const;

function known<T extends string>(values: readonly T[], value: string, wordsOf: (value: T) => string): string | undefined {
  const found = values.find((one) => one === value);
  return found && wordsOf(found);
}
