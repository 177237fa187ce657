import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { NoticeKind, NoticeParams, NoticeSubject } from "@archipel/contracts/notifications.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import type { OutboxEvent } from "../../../kernel/outbox.ts";

/** A person without an account who left an address: notified by mail only. */
export interface Guest {
  email: string;
  locale: Locale;
}

/** A notice of one event to several people. */
export interface NewNotice {
  communityId: CommunityId;
  kind: NoticeKind;
  params: NoticeParams;
  subject: { type: NoticeSubject; id: string };
  /** The person who did it, who gets no notice. */
  actorId: string | null;
  /** Ids of accounts; nulls and duplicates are ignored. */
  people: readonly (string | null)[];
  guests?: readonly Guest[];
  /** The role that reading the subject requires: people without it get no notice. Null: anyone may read it. */
  needs: Role | null;
  /** The portal that gives mails their branding and links, if known. */
  portalId: string | null;
  /** Mailed when the person chose; `at-once` also to those who chose one email a day; `always` also to those who chose none. */
  mailed?: "as-chosen" | "at-once" | "always";
}

/** Turns the events of one noun into notices. Reads through the noun's own services, in the transaction that writes the notices. */
export interface Recipe {
  topics: readonly string[];
  notices(sql: SqlSession, event: OutboxEvent, core: Core): Promise<NewNotice[]>;
}
