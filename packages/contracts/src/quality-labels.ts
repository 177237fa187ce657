import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { line, paragraph } from "./text.ts";

/** Colours of the theme, so that a label is readable on every portal. */
export const labelColour = z.enum(["success", "info", "accent", "warning", "neutral"]);

/** A threshold for a figure of the quality sheet. A figure that could not be measured never reaches it. */
export const labelThreshold = z.discriminatedUnion("figure", [
  z.object({ figure: z.enum(["validity", "completeness", "reviewed"]), atLeast: z.number().min(0).max(1) }),
  z.object({ figure: z.literal("confidence"), atLeast: z.number().min(0).max(100) }),
  z.object({ figure: z.literal("rating"), atLeast: z.number().min(1).max(5) }),
  z.object({ figure: z.literal("ratings"), atLeast: z.int().min(1).max(10_000) }),
  z.object({ figure: z.enum(["openReports", "overdueReports"]), atMost: z.int().min(0).max(10_000) }),
  z.object({ figure: z.literal("freshness"), atWorst: z.enum(["current", "due"]) }),
]);
export type LabelThreshold = z.infer<typeof labelThreshold>;
export type LabelFigure = LabelThreshold["figure"];

/** Either thresholds that must all hold, each figure once; or a vote of members, with a minimum number of votes and share in favour. */
export const labelRule = z.discriminatedUnion("by", [
  z.object({
    by: z.literal("figures"),
    thresholds: z
      .array(labelThreshold)
      .min(1)
      .max(9)
      .refine((all) => new Set(all.map(({ figure }) => figure)).size === all.length, { message: "figure-twice" }),
  }),
  z.object({ by: z.literal("vote"), quorum: z.int().min(1).max(10_000), share: z.number().min(0.5).max(1) }),
]);
export type LabelRule = z.infer<typeof labelRule>;

const labelWords = {
  nameFr: line(60),
  nameEn: paragraph(60).default(""),
  meaningFr: paragraph(400).default(""),
  meaningEn: paragraph(400).default(""),
  colour: labelColour,
};

export const qualityLabel = z.object({ id, ...labelWords, rule: labelRule });
export type QualityLabel = z.infer<typeof qualityLabel>;

/** A period in which a dataset had a label, or in which a manager withheld it. */
export const labelPeriod = z.object({
  state: z.enum(["awarded", "barred"]),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
  reason: z.string(),
});
export type LabelPeriod = z.infer<typeof labelPeriod>;

/** State of a label for a dataset. `votes` is null for a label by figures. `history`: latest first. */
export const labelStanding = z.object({
  label: qualityLabel,
  state: z.enum(["awarded", "barred", "none"]),
  since: z.date().nullable(),
  votes: z.object({ isFor: z.int(), against: z.int() }).nullable(),
  myVote: z.boolean().nullable(),
  history: z.array(labelPeriod),
});
export type LabelStanding = z.infer<typeof labelStanding>;
/** `mayVote`: the caller is a member of the dataset's community. */
export const datasetLabels = z.object({ communityId: id, mayVote: z.boolean(), standings: z.array(labelStanding) });
export type DatasetLabels = z.infer<typeof datasetLabels>;
export const datasetLabelsInput = z.object({ datasetId: id });

export const bearersInput = z.object({ datasetIds: z.array(id).max(100) });
export const bearer = z.object({ datasetId: id, label: qualityLabel.pick({ id: true, nameFr: true, nameEn: true, colour: true }) });
export type Bearer = z.infer<typeof bearer>;

export const labelsInput = z.object({ communityId });
/** Without `labelId`, a new label is created. */
export const saveLabelInput = z.object({ communityId, labelId: id.optional(), ...labelWords, rule: labelRule });
export const deleteLabelInput = z.object({ communityId, labelId: id });
/** `labelId`: whose votes count, for a rule by vote. */
export const tryLabelInput = z.object({ communityId, labelId: id.optional(), rule: labelRule });
/** Whether a dataset would have the label now; `misses`: the figures below their threshold, or `vote`. */
export const labelTrial = z.object({ datasetId: id, title: z.string(), isBearer: z.boolean(), misses: z.array(z.string()) });
export type LabelTrial = z.infer<typeof labelTrial>;

/** `isFor` null withdraws the vote. */
export const voteInput = z.object({ communityId, labelId: id, datasetId: id, isFor: z.boolean().nullable() });
/** A manager withholds a label from a dataset, with a reason, or allows it again. */
export const barLabelInput = z.discriminatedUnion("isBarred", [
  z.object({ communityId, labelId: id, datasetId: id, isBarred: z.literal(true), reason: line(300) }),
  z.object({ communityId, labelId: id, datasetId: id, isBarred: z.literal(false) }),
]);
