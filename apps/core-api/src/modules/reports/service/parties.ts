import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import { reportPartiesRow } from "../queries/parties.ts";
import { followSecret } from "./sender.ts";

/** The people who may be notified about a report, and what the notices say of it. */
export interface ReportParties {
  number: number;
  title: string;
  portalId: string | null;
  authorId: string | null;
  assigneeId: string | null;
  actorName: string | null;
  /** Moderators whose territory contains the place, and those without a territory, limited to those that the theme lists, if any. */
  moderators: string[];
  /** A reporter without an account who left an e-mail address, with the secret to follow the report. */
  guest: { email: string; locale: Locale; follow: string } | null;
}

/** For notifications. @param sql a session of the platform: row-level security of a person would hide some of it */
export async function reportPartiesOf(
  core: Core,
  sql: SqlSession,
  reportId: string,
  actorId: string | null,
): Promise<ReportParties | undefined> {
  const row = await reportPartiesRow(sql, reportId, actorId);
  if (!row) return undefined;
  const { requestId, email, locale, ...parties } = row;
  return { ...parties, guest: email === null ? null : { email, locale, follow: followSecret(core, requestId) } };
}
