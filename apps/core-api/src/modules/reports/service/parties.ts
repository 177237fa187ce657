import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import { reportPartiesRow } from "../queries/parties.ts";
import { followSecret } from "./sender.ts";

/** Who has to do with a report, and the words that are told of it. */
export interface ReportParties {
  number: number;
  title: string;
  portalId: string | null;
  authorId: string | null;
  assigneeId: string | null;
  actorName: string | null;
  /** Whose territory holds the place, or who moderates everywhere; of the latter, those whom the theme names when it names any. */
  moderators: string[];
  /** Whoever left an address instead of an account, and their secret. */
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
