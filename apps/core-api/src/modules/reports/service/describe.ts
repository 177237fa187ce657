import {
  type PublicReport,
  type ReportEntry,
  type ReportFile,
  type ReportSummary,
  reportEntry,
  reportField,
  reportValues,
  sketch,
} from "@archipel/contracts/reports.ts";
import { type Localized, localized } from "@archipel/contracts/text.ts";
import { z } from "zod";
import { storedPoints } from "../points/stored-points.ts";
import { isPublished } from "../policy.ts";
import type { EntryRow } from "../queries/entries.ts";
import type { FileRow } from "../queries/files.ts";
import type { LayerName } from "../queries/layer-names.ts";
import type { ReportRow } from "../queries/reports.ts";

const fieldsSchema = z.array(reportField);

function filePath(reportId: string, fileId: string, isThumbnail = false): string {
  return `/reports/${reportId}/files/${fileId}${isThumbnail ? "?size=thumbnail" : ""}`;
}

/** A report in a list. `layer` is that of its feature, if the caller may read it. */
export function summaryOf(row: ReportRow, layer: LayerName | undefined): ReportSummary {
  const themeName: Localized | null = row.themeName === null ? null : localized.parse(row.themeName);
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    themeId: row.themeId,
    themeName,
    body: row.body,
    place: { lon: row.lon, lat: row.lat },
    datasetTitle: layer?.datasetTitle ?? null,
    datasetTitleLang: layer?.datasetTitleLang ?? null,
    featureLabel: layer ? row.featureLabel : null,
    featureLang: layer?.dataLang ?? null,
    thumbnailPath: row.thumbnailFileId ? filePath(row.id, row.thumbnailFileId, true) : null,
    files: row.files,
    comments: row.comments,
    hasProposedEdit: row.contributionId !== null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** The fields that a whole report has beyond its summary. */
export function detailsOf(
  row: ReportRow,
  layer: LayerName | undefined,
  files: readonly FileRow[],
  entries: readonly ReportEntry[],
): Omit<PublicReport, keyof ReportSummary | "isMine" | "mayComment" | "review"> {
  return {
    values: reportValues.parse(row.values),
    fields: fieldsSchema.parse(row.fields ?? []),
    sketch: row.sketch === null ? null : sketch.parse(row.sketch),
    feature:
      layer && row.fid !== null
        ? {
            layerId: layer.layerId,
            layerTitle: layer.layerTitle,
            layerTitleLang: layer.layerTitleLang,
            datasetSlug: layer.datasetSlug,
            fid: Number(row.fid),
            label: row.featureLabel,
          }
        : null,
    points:
      layer && row.points !== null
        ? {
            ...storedPoints.parse(row.points),
            layerId: layer.layerId,
            layerTitle: layer.layerTitle,
            layerTitleLang: layer.layerTitleLang,
            datasetSlug: layer.datasetSlug,
          }
        : null,
    attachments: files.map((file) => attachmentOf(row.id, file)),
    entries: [...entries],
    mergedInto: row.mergedIntoId && row.mergedIntoNumber !== null ? { id: row.mergedIntoId, number: row.mergedIntoNumber } : null,
    closedAt: row.closedAt,
  };
}

function attachmentOf(reportId: string, { thumbnailKey, ...file }: FileRow): ReportFile {
  return {
    ...file,
    path: filePath(reportId, file.id),
    thumbnailPath: thumbnailKey === null ? null : filePath(reportId, file.id, true),
  };
}

/** An entry for moderators, with names. */
export function entryOf({ authorId: _, ...row }: EntryRow): ReportEntry {
  return { ...row, kind: reportEntry.shape.kind.parse(row.kind) };
}

/** An entry for the public: people who speak for the community appear under its name, others without a name. */
export function publicEntryOf(row: EntryRow, communityName: string): ReportEntry {
  const { isCommunity, ...detail } = row.detail;
  const speaksForCommunity = !row.isReporter && (row.kind !== "comment" || isCommunity === true);
  return {
    ...entryOf(row),
    review: isPublished(row.review) ? "passed" : row.review,
    detail,
    authorName: speaksForCommunity ? communityName : null,
  };
}
