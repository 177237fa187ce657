import { z } from "zod";
import { pointsConcerned } from "./clouds.ts";
import { geometryInput, proposedEdit } from "./contributions.ts";
import { communityId, id } from "./ids.ts";
import { pageInput } from "./page.ts";
import { reportStatuses } from "./report-statuses.ts";
import { email, line, locale, localized, paragraph } from "./text.ts";

export const reportStatus = z.enum(reportStatuses);
export type ReportStatus = z.infer<typeof reportStatus>;

/** Who may report on a portal's map. */
export const reporting = z.enum(["everyone", "signed-in", "members", "nobody"]);
export type Reporting = z.infer<typeof reporting>;

/** Whether moderators read what people without an account send before the public does, or after. */
export const reportReview = z.enum(["before", "after"]);
export type ReportReview = z.infer<typeof reportReview>;
/**
 * Where the review of a report or message is. `passed`: published, or not needed. `unseen`: public, nobody has read it yet. `held`: only its
 * author and moderators see it. `refused`: as `held`, after a moderator decided.
 */
export const reviewState = z.enum(["passed", "unseen", "held", "refused"]);
export type ReviewState = z.infer<typeof reviewState>;

/** A field of a theme's form. `options` are a list's choices, stored by `value`. */
export const reportField = z.object({
  /** Column-like key, unique in the form. */
  name: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9_]*$/),
  label: localized,
  help: localized.default({}),
  type: z.enum(["text", "number", "date", "list", "checkbox"]),
  isMandatory: z.boolean().default(false),
  options: z
    .array(z.object({ value: line(80), label: localized }))
    .max(60)
    .default([]),
});
export type ReportField = z.infer<typeof reportField>;
export const reportValues = z.record(z.string().max(40), z.union([z.string().max(2000), z.number(), z.boolean()]));
export type ReportValues = z.infer<typeof reportValues>;

const themeSettings = {
  name: localized,
  help: localized.default({}),
  fields: z.array(reportField).max(30),
  portalIds: z.array(id).max(50).default([]),
  moderatorIds: z.array(id).max(50).default([]),
  isActive: z.boolean().default(true),
};
export const reportTheme = z.object({ id, ...themeSettings, position: z.int() });
export type ReportTheme = z.infer<typeof reportTheme>;

/** A community's names for the states, and which of them it uses. `submit`, `valid` and `reject` are always used. */
export const reportSettings = z.object({
  statuses: z.partialRecord(reportStatus, z.object({ label: localized.optional(), isActive: z.boolean().default(true) })),
  daysToAnswer: z.int().min(1).max(365),
});
export type ReportSettings = z.infer<typeof reportSettings>;

/** What a person drew beside the place: GeoJSON in EPSG:4326. Arrows are lines; texts are points with words. */
export const sketch = z.object({
  type: z.literal("FeatureCollection"),
  features: z
    .array(
      z.object({
        type: z.literal("Feature"),
        properties: z.object({ kind: z.enum(["point", "line", "area", "arrow", "text"]), text: z.string().max(200).optional() }),
        geometry: geometryInput,
      }),
    )
    .max(50),
});
export type Sketch = z.infer<typeof sketch>;
export const place = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-85.06).max(85.06) });
export const featureConcerned = z.object({ layerId: id, fid: z.int().min(1) });

export const reportFile = z.object({
  id,
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  isHidden: z.boolean(),
  /** Paths on core-api (`/reports/{report}/files/{file}`); a report without an account adds its `follow` secret. */
  path: z.string(),
  thumbnailPath: z.string().nullable(),
});
export type ReportFile = z.infer<typeof reportFile>;

export const reportEntry = z.object({
  id,
  kind: z.enum(["comment", "note", "status", "assignee", "theme", "due", "merged", "edit", "visibility", "review"]),
  review: reviewState,
  isInternal: z.boolean(),
  authorName: z.string().nullable(),
  isReporter: z.boolean(),
  body: z.string(),
  /**
   * `status`: {from, to}; `assignee`: {name}; `theme`: {from, to}; `due`: {at} or {snoozedUntil}; `merged`: {number}, or {from} in the one
   * that stays; `edit`: {outcome}; `visibility`: {isHidden} or {isHidden, file}; `review`: {decision, isComment}.
   */
  detail: z.record(z.string(), z.unknown()),
  createdAt: z.date(),
});
export type ReportEntry = z.infer<typeof reportEntry>;

/** A report in a list, without its author. */
export const reportSummary = z.object({
  id,
  number: z.int(),
  status: reportStatus,
  themeId: id.nullable(),
  themeName: localized.nullable(),
  body: z.string(),
  place,
  datasetTitle: z.string().nullable(),
  /** The languages of the title and of the label; null when they are the reader's. */
  datasetTitleLang: z.string().nullable(),
  featureLabel: z.string().nullable(),
  featureLang: z.string().nullable(),
  thumbnailPath: z.string().nullable(),
  files: z.int(),
  comments: z.int(),
  hasProposedEdit: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type ReportSummary = z.infer<typeof reportSummary>;
/** A report in a portal's list. `answer`: the community's latest public words on it. */
export const trackedReport = reportSummary.extend({ answer: z.string().nullable() });
export type TrackedReport = z.infer<typeof trackedReport>;

const details = {
  values: reportValues,
  fields: z.array(reportField),
  sketch: sketch.nullable(),
  feature: z
    .object({
      layerId: id,
      layerTitle: z.string(),
      layerTitleLang: z.string().nullable(),
      datasetSlug: z.string(),
      fid: z.int(),
      label: z.string().nullable(),
    })
    .nullable(),
  /** Points of a cloud, if the reader may see their layer. */
  points: pointsConcerned.extend({ layerTitle: z.string(), layerTitleLang: z.string().nullable(), datasetSlug: z.string() }).nullable(),
  attachments: z.array(reportFile),
  /** The discussion and the history, oldest first. */
  entries: z.array(reportEntry),
  mergedInto: z.object({ id, number: z.int() }).nullable(),
  closedAt: z.date().nullable(),
};
/** A report as visitors of its portal see it, or as its reporter does (`isMine`). */
export const publicReport = reportSummary.extend({ ...details, isMine: z.boolean(), mayComment: z.boolean(), review: reviewState });
export type PublicReport = z.infer<typeof publicReport>;

// --- On a portal, for anyone it allows ---
/** What a portal needs for its report form: whether the caller may report, the themes and the names of the states. */
export const portalReporting = z.object({
  reporting,
  may: z.enum(["report", "sign-in", "join", "nothing"]),
  /** What the caller sends is read by a moderator before it is public. */
  isHeld: z.boolean(),
  communityName: z.string(),
  themes: z.array(reportTheme.omit({ moderatorIds: true })),
  /** `isListed`: active, or switched off with reports still in it. */
  statuses: z.array(
    z.object({ status: reportStatus, label: localized, isOpen: z.boolean(), isActive: z.boolean(), isListed: z.boolean() }),
  ),
  limits: z.object({ files: z.int(), bytesPerFile: z.int() }),
});
export type PortalReporting = z.infer<typeof portalReporting>;
export const portalReportingInput = z.object({ portalId: id });

/**
 * A report to send. The sender makes its `id`, so that a report sent again after a lost connection is one report. `fileIds` are files
 * uploaded before by `POST /reports/files`. People leave `website` empty; programs that fill every field do not.
 */
export const createReportInput = z.object({
  id,
  portalId: id,
  themeId: id.nullable(),
  body: paragraph(4000).min(1),
  values: reportValues.default({}),
  place,
  sketch: sketch.nullable().default(null),
  feature: featureConcerned.nullable().default(null),
  proposedEdit: proposedEdit.nullable().default(null),
  points: pointsConcerned.nullable().default(null),
  fileIds: z.array(id).max(4).default([]),
  email: email.optional(),
  locale: locale.default("fr"),
  website: z.string().max(200).default(""),
});
/** `follow`: the secret by which a person without an account reads the report later; null when its author is signed in. */
export const createdReport = z.object({ id, number: z.int(), status: reportStatus, review: reviewState, follow: z.string().nullable() });
export type CreatedReport = z.infer<typeof createdReport>;
export const similarReportsInput = z.object({
  portalId: id,
  place,
  body: z.string().max(4000).default(""),
  themeId: id.nullable().default(null),
  feature: featureConcerned.nullable().default(null),
  /** The reader's language. */
  locale: locale.optional(),
});
export const trackReportsInput = z.object({
  portalId: id,
  /** The reader's language. */
  locale: locale.optional(),
  status: z.array(reportStatus).max(9).optional(),
  themeId: id.optional(),
  /** Reports about the layers of this dataset, as far as the caller may read them. */
  datasetId: id.optional(),
  isMine: z.boolean().optional(),
  search: z.string().max(100).optional(),
  /** West, south, east, north. */
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  ...pageInput,
});
/** Points of the tracker's map: at most 5,000, the latest first. */
export const reportPointsInput = trackReportsInput.omit({ cursor: true, limit: true });
export const reportPoint = z.object({ id, number: z.int(), status: reportStatus, place, body: z.string() });
const follow = z.string().max(100).optional();
export const publicReportInput = z.object({ portalId: id, number: z.int32().min(1), follow, locale: locale.optional() });
export const publicCommentInput = publicReportInput.extend({ body: paragraph(4000).min(1) });

// --- In a community, for those who moderate ---
const toReview = {
  review: reviewState,
  /** Messages that no moderator has read yet. */
  entriesToReview: z.array(id),
};
export const moderatedReport = reportSummary.extend({
  ...details,
  ...toReview,
  communityId,
  authorName: z.string().nullable(),
  hasEmail: z.boolean(),
  portal: z.object({ id, name: z.string() }).nullable(),
  assigneeId: id.nullable(),
  assigneeName: z.string().nullable(),
  dueAt: z.date().nullable(),
  snoozedUntil: z.date().nullable(),
  isHidden: z.boolean(),
  contributionId: id.nullable(),
  /** States that it may change to now. */
  nextStatuses: z.array(reportStatus),
  mergedReports: z.array(z.object({ id, number: z.int(), body: z.string() })),
});
export type ModeratedReport = z.infer<typeof moderatedReport>;
export const queuedReport = reportSummary.extend({
  ...toReview,
  authorName: z.string().nullable(),
  assigneeId: id.nullable(),
  assigneeName: z.string().nullable(),
  dueAt: z.date().nullable(),
  snoozedUntil: z.date().nullable(),
  isHidden: z.boolean(),
  portalName: z.string().nullable(),
});
export type QueuedReport = z.infer<typeof queuedReport>;
export const similarReport = reportSummary.extend({
  /** Metres between the places. */
  distance: z.number(),
  /** 0 to 1: similarity of the words. */
  likeness: z.number(),
  isSameFeature: z.boolean(),
});
export type SimilarReport = z.infer<typeof similarReport>;

/** Filter of the queue; saved filters store it too. */
export const reportFilter = z.object({
  status: z.array(reportStatus).max(9).optional(),
  themeId: id.optional(),
  portalId: id.optional(),
  datasetId: id.optional(),
  assignee: z.union([z.enum(["me", "nobody"]), id]).optional(),
  isOverdue: z.boolean().optional(),
  /** Only reports inside the caller's territory. */
  isInTerritory: z.boolean().optional(),
  isSnoozed: z.boolean().optional(),
  hasProposedEdit: z.boolean().optional(),
  /** Only reports that a moderator must read, or that have a message to read. */
  isToReview: z.boolean().optional(),
  search: z.string().max(100).optional(),
});
export type ReportFilter = z.infer<typeof reportFilter>;
export const listReportsInput = z.object({
  communityId,
  filter: reportFilter.default({}),
  sort: z.enum(["waiting", "due", "latest"]).default("waiting"),
  ...pageInput,
});
export const reportInput = z.object({ communityId, reportId: id });
/** One change of one or many reports: all of them or none. Absent parts stay unchanged. */
export const changeReportsInput = z.object({
  communityId,
  reportIds: z.array(id).min(1).max(200),
  status: reportStatus.optional(),
  /** Message to the reporter, with a change of status. */
  message: paragraph(4000).optional(),
  assigneeId: id.nullable().optional(),
  themeId: id.nullable().optional(),
  dueAt: z.date().nullable().optional(),
  snoozedUntil: z.date().nullable().optional(),
  isHidden: z.boolean().optional(),
});
/**
 * Decides on what people without an account sent: all of it or nothing. `entryIds` are messages of any report of the community. A refused
 * report is closed, with the reason as its message; a refused message shows the reason to its author.
 */
export const reviewReportsInput = z.object({
  communityId,
  reportIds: z.array(id).max(200).default([]),
  entryIds: z.array(id).max(1000).default([]),
  decision: z.enum(["publish", "publish-without-files", "refuse"]),
  reason: paragraph(1000).default(""),
});
export type ReviewDecision = z.infer<typeof reviewReportsInput>["decision"];
export const mergeReportsInput = z.object({ communityId, intoId: id, reportIds: z.array(id).min(1).max(50) });
/** Marks two reports as different (`isApart`), or as possibly the same again. */
export const markApartInput = reportInput.extend({ otherId: id, isApart: z.boolean() });
export const reportEntryInput = reportInput.extend({ body: paragraph(4000).min(1), isInternal: z.boolean().default(false) });
export const hideFileInput = reportInput.extend({ fileId: id, isHidden: z.boolean() });
/** Starts the job that gives the points of a report another class, and then closes the report as `valid`. */
export const correctPointsInput = reportInput.extend({
  classification: z.int().min(0).max(255),
  message: paragraph(4000).default(""),
});
export const correctionStarted = z.object({ jobId: id });
/** Applies the proposed edit as a contribution with the reporter's provenance, and closes the report as `valid`. */
export const acceptReportInput = reportInput.extend({ message: paragraph(4000).default("") });
export const acceptOutcome = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("accepted") }),
  /** The layer has changed: the contribution conflicts and must be resolved on its own page. */
  z.object({ outcome: z.literal("conflicting"), contributionId: id }),
  /** The dataset requires more approvals: the contribution waits for them in the queue. */
  z.object({ outcome: z.literal("submitted"), contributionId: id }),
]);
export const saveThemeInput = z.object({ communityId, themeId: id.optional(), ...themeSettings });
export const orderThemesInput = z.object({ communityId, themeIds: z.array(id).max(100) });
export const saveReportSettingsInput = z.object({ communityId, settings: reportSettings });
