import { linkSchema } from "@archipel/blocks/field.ts";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { texts } from "@archipel/blocks/texts.ts";
import { z } from "zod";
import { askedPlace } from "./answers.ts";
import { communityId, id } from "./ids.ts";
import type { Bbox } from "./place.ts";
import type { LinkTargets } from "./site-pages.ts";
import { locale } from "./text.ts";

/** From the calmest to the gravest. Each has a word, an icon and a colour of its own in every place that shows it. */
export const ALERT_LEVELS = ["information", "vigilance", "alert", "emergency"] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** `planned`: published, not begun; `in-force`; `ended`: over; `cancelled`: taken back, and kept in the history. */
export const ALERT_STATES = ["draft", "planned", "in-force", "ended", "cancelled"] as const;
export type AlertState = (typeof ALERT_STATES)[number];
export type PublicAlertState = Exclude<AlertState, "draft">;

/** What an alert is about, each with its category of CAP 1.2. `other`: the title says it. */
export const ALERT_EVENTS = {
  flood: "Met",
  storm: "Met",
  snow: "Met",
  heat: "Met",
  cold: "Met",
  landslide: "Geo",
  earthquake: "Geo",
  fire: "Fire",
  industrial: "CBRNE",
  pollution: "Env",
  water: "Health",
  health: "Health",
  traffic: "Transport",
  outage: "Infra",
  security: "Security",
  other: "Safety",
} as const;
export type AlertEvent = keyof typeof ALERT_EVENTS;
export const ALERT_CERTAINTIES = ["unknown", "possible", "likely", "observed"] as const;

export const ALERTS_MAX = 2_000;
export const ALERT_TITLE_MAX = 160;
export const ALERT_TEXT_MAX = 5_000;
export const ALERT_COMMUNES_MAX = 100;
export const ALERT_VERTICES_MAX = 10_000;
/** Past alerts on one page of their list. */
export const PAST_ALERTS_PER_PAGE = 20;

const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)]).rest(z.number());
const polygon = z.array(z.array(lonLat).min(4)).min(1);
/** A drawn or uploaded area, in degrees (EPSG:4326). Its validity is looked at by core-api. */
export const alertGeometry = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("Polygon"), coordinates: polygon }),
    z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(polygon).min(1) }),
  ])
  .refine(
    ({ coordinates }) =>
      coordinates.flat(coordinates.length > 0 && Array.isArray(coordinates[0]?.[0]?.[0]) ? 2 : 1).length <= ALERT_VERTICES_MAX,
    {
      message: "alert-area-large",
    },
  );
export type AlertGeometry = z.infer<typeof alertGeometry>;

/** Where an alert applies. Communes are named by their codes; their shapes are those of the portal's own layers. */
export const alertArea = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("portal") }),
  z.strictObject({
    kind: z.literal("communes"),
    communes: z
      .array(z.strictObject({ code: z.string().regex(/^[0-9AB]{5}$/), name: z.string().trim().min(1).max(120) }))
      .min(1)
      .max(ALERT_COMMUNES_MAX),
  }),
  /** `name`: how the area is called in lists and mails. */
  z.strictObject({ kind: z.literal("drawn"), geometry: alertGeometry, name: texts(120, { isOneLine: true }).default({}) }),
]);
export type AlertArea = z.infer<typeof alertArea>;

/** What an alert says. A draft may lack any text; a published one has a title in the portal's own language. */
export const alertContent = z.strictObject({
  level: z.enum(ALERT_LEVELS).default("information"),
  title: texts(ALERT_TITLE_MAX, { isOneLine: true }).default({}),
  /** Markdown, as the text block of pages. */
  text: texts(ALERT_TEXT_MAX, { isOneLine: false }).default({}),
  area: alertArea.default({ kind: "portal" }),
  event: z.enum(Object.keys(ALERT_EVENTS) as [AlertEvent, ...AlertEvent[]]).default("other"),
  certainty: z.enum(ALERT_CERTAINTIES).default("unknown"),
  /** Null: as soon as it is published. */
  from: z.coerce.date().nullable().default(null),
  /** Null: until it is ended. */
  until: z.coerce.date().nullable().default(null),
  link: linkSchema.optional(),
  /** Who issues it; empty: the community. */
  issuedBy: z.string().trim().max(120).default(""),
  /** An exercise: pages, mails and feeds say so before anything else. */
  isExercise: z.boolean().default(false),
});
export type AlertContent = z.infer<typeof alertContent>;

/** An alert for anyone, as its last revision says it. */
export interface PublicAlert {
  readonly id: string;
  readonly state: PublicAlertState;
  readonly level: AlertLevel;
  readonly title: AlertContent["title"];
  readonly text: AlertContent["text"];
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly issuedBy: string;
  readonly isExercise: boolean;
  /** The communes or the name of the area; null: the whole portal. */
  readonly areaName: AlertContent["title"] | null;
  readonly publishedAt: Date;
  /** When it was corrected last; null: never. */
  readonly correctedAt: Date | null;
}

/** An alert with its area for a map, and its history. */
export interface AlertPage extends PublicAlert {
  readonly link: AlertContent["link"] | null;
  readonly targets: LinkTargets;
  /** Null: the whole portal. */
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
  readonly bbox: Bbox | null;
  /** From the first; each with what it changed. */
  readonly history: readonly {
    readonly number: number;
    readonly kind: AlertRevisionKind;
    readonly publishedAt: Date;
    readonly level: AlertLevel;
    readonly note: string;
  }[];
}
export const alertRevisionKind = z.enum(["first", "correction", "end", "cancellation"]);
export type AlertRevisionKind = z.infer<typeof alertRevisionKind>;

/** What every page of a portal knows about its alerts. */
export interface CurrentAlerts {
  /** Null: nobody keeps alerts here, and no page speaks of them. */
  readonly checkedAt: Date | null;
  /** In force, the gravest first. */
  readonly inForce: readonly PublicAlert[];
  /** When the next one begins or ends; null: nothing changes by the clock. */
  readonly changesAt: Date | null;
}

/** The page of alerts: in force, planned, past; with the areas of the first two. */
export interface AlertList extends CurrentAlerts {
  readonly planned: readonly PublicAlert[];
  readonly past: readonly PublicAlert[];
  readonly pastTotal: number;
  readonly areas: readonly { readonly id: string; readonly level: AlertLevel; readonly geometry: AlertPage["geometry"] }[];
}

/** An alert in the managers' list. */
export interface AlertSummary {
  readonly id: string;
  readonly state: AlertState;
  readonly level: AlertLevel;
  readonly title: AlertContent["title"];
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  /** The draft says something else than what is published. */
  readonly hasChanges: boolean;
  readonly updatedAt: Date;
  /** Null when the account is gone. */
  readonly updatedBy: string | null;
}

/** Alerts of a portal for its managers. */
export interface KeptAlerts {
  readonly isKept: boolean;
  /** Null: they were never kept. */
  readonly checkedAt: Date | null;
  readonly alerts: readonly AlertSummary[];
  readonly languages: readonly ContentLanguage[];
  readonly followers: number;
}

/** How many people a revision reaches, and how far its mails are. */
export interface AlertSending {
  readonly number: number;
  readonly kind: AlertRevisionKind;
  readonly publishedAt: Date;
  readonly note: string;
  readonly author: string | null;
  /** Whether followers were to be notified. */
  readonly isSent: boolean;
  /** They are notified when it begins. */
  readonly isAwaited: boolean;
  readonly reached: number;
  readonly mailed: number;
  readonly waiting: number;
}

export interface EditedAlert extends AlertSummary {
  readonly communityId: string;
  readonly portalId: string;
  readonly draft: AlertContent;
  /** What `save` and `publish` are based on. */
  readonly revision: number;
  readonly languages: readonly ContentLanguage[];
  readonly sendings: readonly AlertSending[];
}

export const keptAlertsInput = z.object({ communityId, portalId: id });
export const keepAlertsInput = keptAlertsInput.extend({ isKept: z.boolean() });
export const createAlertInput = keptAlertsInput.extend({ content: alertContent.prefault({}) });
export const alertInput = z.object({ communityId, alertId: id });
const based = { basedOn: z.int().min(1) };
export const saveAlertInput = alertInput.extend({ ...based, content: alertContent });
/** `isSent`: whether followers are notified; `note`: what a correction changes. */
export const publishAlertInput = alertInput.extend({
  ...based,
  isSent: z.boolean().default(true),
  note: z.string().trim().max(300).default(""),
});
export const closeAlertInput = alertInput.extend({ isSent: z.boolean().default(true), note: z.string().trim().max(300).default("") });
export const alertReachInput = keptAlertsInput.extend({ area: alertArea });

export const currentAlertsInput = z.object({ portalId: id });
export const listAlertsInput = z.object({ portalId: id, offset: z.int().min(0).max(ALERTS_MAX).default(0) });
export const readAlertInput = z.object({ portalId: id, alertId: id });
export const alertsHereInput = z.object({ portalId: id, place: askedPlace, locale });
