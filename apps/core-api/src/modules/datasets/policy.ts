import { textKeyOf } from "@archipel/contracts/dataset-translations.ts";
import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import { licences, topics, updateFrequencies, visibilities } from "@archipel/contracts/datasets.ts";
import { z } from "zod";
import { bboxOf } from "../../kernel/stored-bbox.ts";
import { sayIn, translationsOf } from "../../layer-store/describe/translated-layer.ts";

export interface DatasetRow {
  id: string;
  slug: string;
  title: string;
  abstract: string;
  language: string;
  texts: unknown;
  licence: string;
  topic: string;
  keywords: string[];
  isSynthetic: boolean;
  visibility: string;
  isShared: boolean;
  status: string;
  bbox: number[];
  communityId: string;
  communityName: string | null;
  layerCount: number;
  featureCount: number;
  attachmentCount: number;
  updatedAt: Date;
}

const licence = z.enum(licences).catch("other");
const topic = z.enum(topics).catch("other");
/** A stored topic that this version does not know is `other`. */
export const topicOf = (stored: string) => topic.parse(stored);
const visibility = z.enum(visibilities);
export const updateFrequency = z.enum(updateFrequencies).catch("unknown");
const status = z.enum(["draft", "published"]);

/** A dataset as lists show it; with the reader's language, its texts in that language. */
export function datasetSummaryOf({ texts, ...row }: DatasetRow, reader: string | null = null): DatasetSummary {
  return {
    ...row,
    ...(reader !== null && textsFor({ ...row, texts }, reader)),
    licence: licence.parse(row.licence),
    topic: topic.parse(row.topic),
    visibility: visibility.parse(row.visibility),
    status: status.parse(row.status),
    bbox: bboxOf(row.bbox),
    communityName: row.communityName ?? "",
  };
}

function textsFor({ texts, language, title, abstract, keywords }: DatasetRow, reader: string): Partial<DatasetSummary> {
  const say = sayIn(translationsOf(texts), { reader, language });
  const [named, described] = [say(textKeyOf("title"), title), say(textKeyOf("abstract"), abstract)];
  const keywordTexts = Object.fromEntries(
    keywords.flatMap((keyword) => {
      const { text } = say(textKeyOf("keyword", keyword), keyword);
      return text === keyword ? [] : [[keyword, text]];
    }),
  );
  return { title: named.text, titleLang: named.lang, abstract: described.text, abstractLang: described.lang, keywordTexts };
}

/** What only the page of a dataset shows, in the reader's language. */
export function longTextsFor(row: Pick<DatasetRow, "texts" | "language"> & { lineage: string; constraints: string }, reader: string) {
  const say = sayIn(translationsOf(row.texts), { reader, language: row.language });
  const [lineage, constraints] = [say(textKeyOf("lineage"), row.lineage), say(textKeyOf("constraints"), row.constraints)];
  return { lineage: lineage.text, lineageLang: lineage.lang, constraints: constraints.text, constraintsLang: constraints.lang };
}

/** The slug of a title: "Zones inondables (2024)" → "zones-inondables-2024". */
export function slugOf(title: string): string {
  const folded = title
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return folded.length >= 2 ? folded : `dataset-${folded || "1"}`;
}

/** The first of `slug`, `slug-2`, `slug-3`… that is not taken. */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
}
