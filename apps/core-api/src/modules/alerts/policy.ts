import { readText } from "@archipel/blocks/texts.ts";
import {
  ALERT_LEVELS,
  type AlertArea,
  type AlertContent,
  type AlertLevel,
  type AlertState,
  alertContent,
  type PublicAlert,
  type PublicAlertState,
} from "@archipel/contracts/alerts.ts";
import { DomainError } from "../../kernel/domain-error.ts";

/** The content of a draft or a revision as today's code reads it. */
export function contentOf(stored: unknown): AlertContent {
  const read = alertContent.safeParse(stored);
  return read.success ? read.data : alertContent.parse({});
}

interface Moments {
  status: string;
  startsAt: Date | null;
  endsAt: Date | null;
}

/** The state of an alert at a moment. A period includes its beginning, not its end. */
export function stateOf({ status, startsAt, endsAt }: Moments, now: Date): AlertState {
  if (status === "draft" || startsAt === null) return "draft";
  if (status === "cancelled") return "cancelled";
  if (endsAt !== null && endsAt <= now) return "ended";
  return startsAt > now ? "planned" : "in-force";
}

function gravityOf(level: AlertLevel): number {
  return ALERT_LEVELS.indexOf(level);
}

/** The gravest first; of one level, the latest. */
export function byGravity(one: Pick<PublicAlert, "level" | "startsAt">, other: Pick<PublicAlert, "level" | "startsAt">): number {
  return gravityOf(other.level) - gravityOf(one.level) || other.startsAt.getTime() - one.startsAt.getTime();
}

/** Names of communes beyond these are left out: "Rennes, Betton and 12 more" is said by the length. */
const NAMED_COMMUNES = 8;

/** What an area is called; null: the whole portal; `{}`: it has no name. */
export function areaNameOf(area: AlertArea): PublicAlert["areaName"] {
  if (area.kind === "portal") return null;
  if (area.kind === "drawn") return area.name;
  const names = area.communes.slice(0, NAMED_COMMUNES).map(({ name }) => name);
  const text = area.communes.length > NAMED_COMMUNES ? `${names.join(", ")}…` : names.join(", ");
  return { fr: text };
}

export interface RevisionRow {
  id: string;
  status: string;
  content: unknown;
  startsAt: Date;
  endsAt: Date | null;
  publishedAt: Date;
  correctedAt: Date | null;
  communityName: string;
}

/** An alert as everyone reads it. Rows are of published alerts only. */
export function publicAlertOf(row: RevisionRow, now: Date): PublicAlert {
  const { level, title, text, area, issuedBy, isExercise } = contentOf(row.content);
  const { id, startsAt, endsAt, publishedAt, correctedAt } = row;
  return {
    id,
    state: stateOf(row, now) as PublicAlertState,
    level,
    title,
    text,
    startsAt,
    endsAt,
    issuedBy: issuedBy || row.communityName,
    isExercise,
    areaName: areaNameOf(area),
    publishedAt,
    correctedAt,
  };
}

/** When an alert applies, as it is published now. @throws DomainError when it would be over before it begins, or already is */
export function periodOf({ from, until }: AlertContent, begunAt: Date | null, now: Date): { startsAt: Date; endsAt: Date | null } {
  const startsAt = from ?? begunAt ?? now;
  if (until !== null && until <= startsAt) throw new DomainError("invalid", "alert-until-before", {}, "until");
  if (until !== null && until <= now) throw new DomainError("invalid", "alert-until-past", {}, "until");
  return { startsAt, endsAt: until };
}

/** Readers of other languages get the portal's own: an alert has a title there. */
export function assertTitle({ title }: AlertContent, language: keyof AlertContent["title"]): void {
  if (!title[language]) throw new DomainError("invalid", "alert-title-missing", { language }, `title.${language}`);
}

/** A title for the journal. */
export const journalTitle = ({ title }: AlertContent) => readText(title, "fr", "fr").text;
