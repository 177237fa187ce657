import {
  type listNoticesInput,
  type MailChoice,
  mailChoice,
  type Notice,
  type NoticePreference,
  noticeKind,
  noticeParams,
  noticeSubject,
} from "@archipel/contracts/notifications.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { z } from "zod";
import { type Person, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { consoleUrl, portalUrl } from "../delivery/addresses.ts";
import { keepPreference, markRead, noticeRows, preferenceRows, unreadCount } from "../queries/notices.ts";

const own = (person: Person) => ({ role: "tenant", ...scopeOf(person) }) as const;

/** The notices of a person, newest first. */
export async function listNotices(core: Core, person: Person, input: z.infer<typeof listNoticesInput>): Promise<Page<Notice>> {
  const offset = offsetOf(input.cursor);
  const { rows, total } = await core.database.sqlAs(own(person), (sql) =>
    noticeRows(sql, person.userId, input.isUnread ?? false, { limit: input.limit, offset }),
  );
  const items = rows.map((row): Notice => {
    const params = noticeParams.parse(row.params);
    const whereabouts = { ...row, subjectType: noticeSubject.parse(row.subjectType), params };
    const { communitySlug } = row;
    const locale = localeSchema.catch("fr").parse(row.personLocale);
    const onPortal = portalUrl(core.env, whereabouts, locale);
    const inConsole = communitySlug === null ? null : consoleUrl(core.env, { ...whereabouts, communitySlug });
    return {
      id: row.id,
      kind: noticeKind.parse(row.kind),
      params,
      communityName: row.communityName,
      createdAt: row.createdAt,
      isRead: row.readAt !== null,
      consoleUrl: (whereabouts.subjectType === "map" ? onPortal : null) ?? inConsole,
      portalUrl: onPortal,
    };
  });
  return pageFrom(items, total, offset);
}

/** Number of unread notices. */
export function countUnread(core: Core, person: Person): Promise<number> {
  return core.database.sqlAs(own(person), (sql) => unreadCount(sql, person.userId));
}

/** @param ids null: all */
export function markNoticesRead(core: Core, person: Person, ids: readonly string[] | null): Promise<void> {
  return core.database.sqlAs(own(person), (sql) => markRead(sql, person.userId, ids));
}

/** The mail preference of a person for each of their communities. */
export async function listPreferences(core: Core, person: Person): Promise<NoticePreference[]> {
  const rows = await core.database.sqlAs(own(person), (sql) => preferenceRows(sql, person.userId));
  return rows.map((row) => ({ ...row, mail: mailChoice.parse(row.mail) }));
}

/** @throws DomainError when the person is not a member of the community and never got a notice from it */
export async function savePreference(core: Core, person: Person, input: { communityId: string; mail: MailChoice }): Promise<void> {
  const isKept = await core.database.sqlAs(own(person), (sql) => keepPreference(sql, person.userId, input.communityId, input.mail));
  if (!isKept) throw new DomainError("not-found", "community-not-found");
}
