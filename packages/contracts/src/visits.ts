import { z } from "zod";
import { communityId, id } from "./ids.ts";

/** A page that somebody opened, as the portal's site reports it. `from`: the host of the site that led there. */
export const openedPage = z.object({
  portal: id,
  path: z.string().min(1).max(300),
  from: z.string().max(253).default(""),
});
export type OpenedPage = z.infer<typeof openedPage>;

export const DEVICES = ["phone", "tablet", "computer"] as const;
export type Device = (typeof DEVICES)[number];

/** What visits are counted by, besides the day. */
export const VISIT_KINDS = ["page", "from", "device", "language"] as const;
export type VisitKind = (typeof VISIT_KINDS)[number];

/** The longest period that one report covers, in days. */
export const VISIT_DAYS_MAX = 366;

export const visitsInput = z
  .object({ communityId, portalId: id, from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "period-backwards" })
  .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 < VISIT_DAYS_MAX, {
    path: ["to"],
    message: "period-too-long",
  });

/** How often a page was opened, or a site led there. `key`: a path without its language, a host, a device, a language; "" for all others. */
export const visitCount = z.object({ key: z.string(), label: z.string().nullable(), views: z.int() });
export type VisitCount = z.infer<typeof visitCount>;

/** The visits of a portal in a period. A visitor is counted once a day; days are those of Europe/Paris. */
export const visitReport = z.object({
  isCounting: z.boolean(),
  days: z.array(z.object({ day: z.iso.date(), views: z.int(), visitors: z.int() })),
  counts: z.record(z.enum(VISIT_KINDS), z.array(visitCount)),
  /** The same number of days before. */
  before: z.object({ views: z.int(), visitors: z.int() }),
});
export type VisitReport = z.infer<typeof visitReport>;

export const setCountingInput = z.object({ communityId, portalId: id, isCounting: z.boolean() });
