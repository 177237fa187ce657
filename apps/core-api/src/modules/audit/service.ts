import type { AuditEntry, JournalEntry, listAuditInput, listJournalInput } from "@archipel/contracts/audit.ts";
import { id } from "@archipel/contracts/ids.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { z } from "zod";
import { type MemberActor, type Person, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../kernel/page.ts";
import { auditRows, countAudit, type JournalRow, journalRows } from "./queries.ts";

/** The audit log of a community, latest first. */
export function listAudit(core: Core, actor: MemberActor, input: z.infer<typeof listAuditInput>): Promise<Page<AuditEntry>> {
  const cursor = id.safeParse(input.cursor);
  const filter = { resourceType: input.resourceType ?? null, resourceId: input.resourceId ?? null, actorId: input.actorId ?? null };
  return core.database.withTenant(actor, async (tx) => {
    const rows = await auditRows(tx, actor.communityId, filter, cursor.success ? cursor.data : null, input.limit + 1);
    const items = rows.slice(0, input.limit);
    const nextCursor = rows.length > input.limit ? (items.at(-1)?.id ?? null) : null;
    return { items, nextCursor, total: await countAudit(tx, actor.communityId, filter) };
  });
}

type JournalPage = z.infer<typeof listJournalInput>;

/** What the platform recorded about the caller's account, latest first. */
export function ownJournal(core: Core, actor: Person, input: JournalPage): Promise<Page<JournalEntry>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(scopeOf(actor), async (tx) =>
    journalPage(await journalRows(tx, actor.userId, { limit: input.limit, offset }), offset),
  );
}

/** What the platform recorded that belongs to no community, for its operators, latest first. */
export function platformJournal(core: Core, input: JournalPage): Promise<Page<JournalEntry>> {
  const offset = offsetOf(input.cursor);
  return core.database.withSystem(async (tx) => journalPage(await journalRows(tx, null, { limit: input.limit, offset }), offset));
}

function journalPage(rows: readonly JournalRow[], offset: number): Page<JournalEntry> {
  const items = rows.map(({ total: _, ...entry }) => entry);
  return pageFrom(items, rows[0]?.total ?? 0, offset);
}
