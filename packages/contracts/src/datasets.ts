import { z } from "zod";
import { contentLanguage, TRANSLATIONS_MAX, translation } from "./dataset-translations.ts";
import { communityId, id } from "./ids.ts";
import { layerSummary } from "./layers.ts";
import { pageInput } from "./page.ts";
import { bbox } from "./place.ts";
import { line, locale, paragraph } from "./text.ts";

export const licences = ["etalab-2.0", "odbl-1.0", "cc-by-4.0", "cc0-1.0", "other"] as const;
export const updateFrequencies = [
  "continual",
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "biannually",
  "annually",
  "irregular",
  "notPlanned",
  "unknown",
] as const;
export const topics = [
  "planning",
  "hazards",
  "elevation",
  "boundaries",
  "buildings",
  "transport",
  "environment",
  "utilities",
  "other",
] as const;
export const visibilities = ["public", "members", "private"] as const;

/** A further contact for the data, beside the first one. */
export const datasetContact = z.object({
  name: line(200),
  email: z.union([z.email().max(254), z.literal("")]),
  /** ISO 19115 role code: `pointOfContact`, `owner`, `distributor`… */
  role: paragraph(60),
});
export type DatasetContact = z.infer<typeof datasetContact>;
/** A day, or nothing. */
const day = z.union([z.iso.date(), z.literal("")]);

const record = {
  title: line(200),
  language: contentLanguage,
  abstract: paragraph(5000),
  licence: z.enum(licences),
  contactName: paragraph(200),
  contactEmail: z.union([z.email().max(254), z.literal("")]),
  updateFrequency: z.enum(updateFrequencies),
  keywords: z.array(line(60)).max(30),
  topic: z.enum(topics),
  lineage: paragraph(5000),
  /** Permanent identifier or address of the data elsewhere. */
  identifier: paragraph(300),
  /** Limits on access and use, beyond the licence. */
  constraints: paragraph(5000),
  contacts: z.array(datasetContact).max(20),
  /** Denominator of the scale that the data are made for: 5000 for 1:5000. */
  scale: z.int().min(1).max(1_000_000_000).nullable(),
  /** Metres on the ground. */
  resolution: z.number().positive().max(1_000_000).nullable(),
  producedOn: day,
  revisedOn: day,
  isSynthetic: z.boolean(),
  visibility: z.enum(visibilities),
  isShared: z.boolean(),
};

export const datasetRecord = z.object({
  ...record,
  language: record.language.default("fr"),
  abstract: record.abstract.default(""),
  licence: record.licence.default("etalab-2.0"),
  contactName: record.contactName.default(""),
  contactEmail: record.contactEmail.default(""),
  updateFrequency: record.updateFrequency.default("unknown"),
  keywords: record.keywords.default([]),
  topic: record.topic.default("other"),
  lineage: record.lineage.default(""),
  identifier: record.identifier.default(""),
  constraints: record.constraints.default(""),
  contacts: record.contacts.default([]),
  scale: record.scale.default(null),
  resolution: record.resolution.default(null),
  producedOn: record.producedOn.default(""),
  revisedOn: record.revisedOn.default(""),
  isSynthetic: record.isSynthetic.default(false),
  visibility: record.visibility.default("public"),
  isShared: record.isShared.default(false),
});
export type DatasetRecord = z.infer<typeof datasetRecord>;

/** A partial record: absent fields stay unchanged. No defaults here, or zod would overwrite stored values with them. */
export const datasetChanges = z.object(record).partial();
export type DatasetChanges = z.infer<typeof datasetChanges>;

export const datasetStatus = z.enum(["draft", "published"]);

export const datasetSummary = z.object({
  id,
  slug: z.string(),
  title: z.string(),
  abstract: z.string(),
  /** Language of the texts as their owner wrote them. */
  language: z.string(),
  /** Languages of the texts that are not in the reader's language. */
  titleLang: z.string().optional(),
  abstractLang: z.string().optional(),
  licence: z.enum(licences),
  topic: z.enum(topics),
  keywords: z.array(z.string()),
  /** Keywords in the reader's language, those that have a translation. */
  keywordTexts: z.record(z.string(), z.string()).optional(),
  isSynthetic: z.boolean(),
  visibility: z.enum(visibilities),
  isShared: z.boolean(),
  status: datasetStatus,
  bbox: bbox.nullable(),
  communityId,
  communityName: z.string(),
  layerCount: z.int(),
  featureCount: z.int(),
  /** Documents, images and grids. */
  attachmentCount: z.int(),
  updatedAt: z.date(),
  /** The reader sees a part of it, through grants; counts and box are those of the part. */
  isPartial: z.literal(true).optional(),
  /** Counting the features of the part takes too long: their number is unknown. */
  isUncounted: z.literal(true).optional(),
});
export type DatasetSummary = z.infer<typeof datasetSummary>;

export const dataset = datasetSummary.extend({
  contactName: z.string(),
  contactEmail: z.string(),
  updateFrequency: z.enum(updateFrequencies),
  lineage: z.string(),
  lineageLang: z.string().optional(),
  identifier: z.string(),
  constraints: z.string(),
  constraintsLang: z.string().optional(),
  contacts: z.array(datasetContact),
  scale: z.int().nullable(),
  resolution: z.number().nullable(),
  producedOn: z.string(),
  revisedOn: z.string(),
  publishedAt: z.date().nullable(),
  layers: z.array(layerSummary),
});
export type Dataset = z.infer<typeof dataset>;

/** `locale`: the reader's language. */
export const viewDatasetInput = z.object({ portalId: id, slug: z.string().max(120), locale: locale.optional() });

export const listDatasetsInput = z.object({
  communityId,
  q: z.string().max(200).optional(),
  status: datasetStatus.optional(),
  ...pageInput,
});
export const datasetInput = z.object({ communityId, datasetId: id });
export const createDatasetInput = datasetRecord.extend({ communityId });
export const updateDatasetInput = z.object({ communityId, datasetId: id, record: datasetChanges });
export const translateDatasetInput = datasetInput.extend({ translations: z.array(translation).min(1).max(TRANSLATIONS_MAX) });
export const setDatasetStatusInput = datasetInput.extend({ status: datasetStatus });
/** Datasets that a portal of this community may list: its own, and those that others share. */
export const listableDatasetsInput = z.object({ communityId, q: z.string().max(200).optional() });
