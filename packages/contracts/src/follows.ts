import { z } from "zod";
import { answerPlace } from "./answers.ts";
import { id } from "./ids.ts";
import { locale } from "./text.ts";

/** What can be followed on a portal: a dataset, the new datasets of the portal, a place of its answers, its news, its alerts. */
export const followKind = z.enum(["dataset", "portal", "place", "news", "alerts"]);
export type FollowKind = z.infer<typeof followKind>;

/** Most subjects that one person follows. */
export const MAX_FOLLOWS = 500;

/** A drawn place has no address to link to, so it cannot be followed. */
const followedPlace = z.strictObject({
  kind: z.literal("place"),
  place: answerPlace.refine((place) => place.kind !== "drawn", { message: "place-drawn" }),
});
const followedNews = z.strictObject({ kind: z.literal("news") });
const followedAlerts = z.strictObject({ kind: z.literal("alerts") });

export const followSubject = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("dataset"), datasetId: id }),
  z.strictObject({ kind: z.literal("portal") }),
  followedPlace,
  followedNews,
  followedAlerts,
]);
export type FollowSubject = z.infer<typeof followSubject>;

/** `locale`: the language of the name that a place gets. */
export const followInput = z.object({ portalId: id, subject: followSubject, locale: locale.default("fr") });
/** Whether the caller follows it, and under which id. */
export const followState = z.object({ followId: id.nullable() });
export const stopFollowInput = z.object({ followId: id });

/** Something that the caller follows. `url`: its page on the portal; null when the portal is gone. */
export const follow = z.object({
  id,
  kind: followKind,
  /** The title of the dataset, the name of the portal or of the place; of news and alerts the name of the portal. */
  label: z.string(),
  portalName: z.string(),
  url: z.string().nullable(),
  createdAt: z.date(),
});
export type Follow = z.infer<typeof follow>;
export const listFollowsInput = z.object({ locale: locale.default("fr") });

/** What a person without an account can follow by mail. */
export const guestSubject = z.discriminatedUnion("kind", [followedPlace, followedNews, followedAlerts]);
export type GuestSubject = z.infer<typeof guestSubject>;

export const guestFollowInput = z.object({
  portalId: id,
  subject: guestSubject,
  email: z.email().max(254),
  locale,
});
