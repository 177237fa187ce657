import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import { licences, topics, updateFrequencies, visibilities } from "@archipel/contracts/datasets.ts";
import { z } from "zod";
import { bboxOf } from "../../kernel/stored-bbox.ts";

export interface DatasetRow {
  id: string;
  slug: string;
  title: string;
  abstract: string;
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

export function datasetSummaryOf(row: DatasetRow): DatasetSummary {
  return {
    ...row,
    licence: licence.parse(row.licence),
    topic: topic.parse(row.topic),
    visibility: visibility.parse(row.visibility),
    status: status.parse(row.status),
    bbox: bboxOf(row.bbox),
    communityName: row.communityName ?? "",
  };
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
