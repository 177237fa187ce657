import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { NoticeKind, NoticeParams, NoticeSubject } from "@archipel/contracts/notifications.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import type { OutboxEvent } from "../../../kernel/outbox.ts";

/** Somebody who left an address and has no account: told by mail alone. */
export interface Guest {
  email: string;
  locale: Locale;
}

/** What some people are told of one thing that happened. */
export interface NewNotice {
  communityId: CommunityId;
  kind: NoticeKind;
  params: NoticeParams;
  subject: { type: NoticeSubject; id: string };
  /** Who did it, and is never told of it. */
  actorId: string | null;
  /** Ids of accounts; null and doubles are left out. */
  people: readonly (string | null)[];
  guests?: readonly Guest[];
  /** The role in the community without which the subject may not be read: others are not told. Null: anybody may read it. */
  needs: Role | null;
  /** The portal whose face mails wear and to which they lead, when it is known. */
  portalId: string | null;
}

/** How what happens to one noun becomes notices. Reads by the nouns' own services, in the transaction that makes the notices. */
export interface Recipe {
  topics: readonly string[];
  notices(sql: SqlSession, event: OutboxEvent, core: Core): Promise<NewNotice[]>;
}
