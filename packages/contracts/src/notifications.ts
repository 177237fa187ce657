import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { mailChoices } from "./notification-choices.ts";
import { pageInput } from "./page.ts";

/** Kinds of notifications. Each has the sentence `notifications.kinds.<kind>`. */
export const noticeKind = z.enum([
  "contribution-submitted",
  "contribution-commented",
  "contribution-sent-back",
  "contribution-rejected",
  "contribution-approved",
  "contribution-merged",
  "contribution-conflicting",
  "contribution-reverted",
  "report-received",
  "report-submitted",
  "report-to-review",
  "report-assigned",
  "report-progressed",
  "report-accepted",
  "report-declined",
  "report-published",
  "report-commented",
  "report-message-refused",
  "report-merged",
  "report-reminded",
  "dataset-updated",
  "dataset-described",
  "dataset-added",
  "place-changed",
  "news-published",
  "alert-published",
  "alert-corrected",
  "alert-ended",
  "alert-cancelled",
  "follow-asked",
  "request-to-join",
  "request-to-contribute",
  "request-accepted",
  "request-declined",
  "access-requested",
  "access-given",
  "access-accepted",
  "access-declined",
  "access-to-renew",
  "access-ending",
  "map-proposed",
  "map-published",
  "map-declined",
  "domain-proved",
  "domain-failing",
  "domain-warned",
  "domain-suspended",
  "domain-recovered",
  "key-ending",
  "membership-ended",
]);
export type NoticeKind = z.infer<typeof noticeKind>;
export const noticeSubject = z.enum([
  "contribution",
  "report",
  "dataset",
  "place",
  "request",
  "access",
  "map",
  "domain",
  "key",
  "news",
  "alert",
  "membership",
]);
export type NoticeSubject = z.infer<typeof noticeSubject>;

/** Parameters of a notification's sentence: names and titles at that time. `said`: words of a person, shown beside it. */
export const noticeParams = z.object({
  title: z.string(),
  dataset: z.string().optional(),
  /** The person who did it; null when that account no longer exists. */
  actor: z.string().nullable(),
  said: z.string().optional(),
  /** A report's number, which portals show; the days until a right ends. */
  number: z.int().optional(),
  /** The secret of a report without an account: only in the mail to its sender. */
  follow: z.string().optional(),
  /** The follow that the mail's link stops, when it is not what the notice is about: a guest's, or that of a place in an alert's area. */
  stop: id.optional(),
  /** The name of the followed place in an alert's area. */
  label: z.string().optional(),
  /** What a guest asks to follow, when it is not a place. */
  follows: z.enum(["news", "alerts"]).optional(),
  /** Of what people follow: its page on the portal, below the language. Of a domain: the id of its portal. Of a request for data: the id of the dataset. */
  path: z.string().max(1000).optional(),
});
export type NoticeParams = z.infer<typeof noticeParams>;

export const notice = z.object({
  id,
  kind: noticeKind,
  params: noticeParams,
  communityName: z.string(),
  createdAt: z.date(),
  isRead: z.boolean(),
  /** Absolute addresses of the subject: in the console, for people who may open it, and on a portal, if any. */
  consoleUrl: z.string().nullable(),
  portalUrl: z.string().nullable(),
});
export type Notice = z.infer<typeof notice>;

export const listNoticesInput = z.object({ isUnread: z.boolean().optional(), ...pageInput });
export const markNoticesReadInput = z.object({ ids: z.array(id).min(1).max(100) });

export const mailChoice = z.enum(mailChoices);
export type MailChoice = z.infer<typeof mailChoice>;
export const noticePreference = z.object({ communityId, communityName: z.string(), mail: mailChoice });
export type NoticePreference = z.infer<typeof noticePreference>;
export const saveNoticePreferenceInput = z.object({ communityId, mail: mailChoice });
