import type { AuditActor, AuditEntry, JournalEntry, listAuditInput, listJournalInput } from "@archipel/contracts/audit.ts";
import { id } from "@archipel/contracts/ids.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { z } from "zod";
import { type MemberActor, type Person, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../kernel/page.ts";
import { actorRows, auditRows, countAudit, type JournalRow, journalRows, thingRows } from "./queries.ts";

/** The audit log of a community, latest first. */
export async function listAudit(core: Core, actor: MemberActor, input: z.infer<typeof listAuditInput>): Promise<Page<AuditEntry>> {
  const cursor = id.safeParse(input.cursor);
  const filter = {
    resourceType: input.resourceType ?? null,
    resourceId: input.resourceId ?? null,
    actorId: input.actorId ?? null,
    nouns: input.nouns ?? null,
    portalId: input.portalId ?? null,
    after: input.after ?? null,
    before: input.before ?? null,
  };
  const { items, nextCursor, total } = await core.database.withTenant(actor, async (tx) => {
    const rows = await auditRows(tx, actor.communityId, filter, cursor.success ? cursor.data : null, input.limit + 1);
    const shown = rows.slice(0, input.limit);
    const next = rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null;
    return { items: shown, nextCursor: next, total: await countAudit(tx, actor.communityId, filter) };
  });
  const ids = items.map(({ id: entry }) => entry);
  const found = await core.database.withSystem((tx) => thingRows(tx, actor.communityId, ids));
  const things = new Map(found.map(({ id: entry, ...thing }) => [entry, thing]));
  const gone = { placeId: null, standing: "gone" as const };
  return { items: items.map((row) => ({ ...row, ...(things.get(row.id) ?? gone) })), nextCursor, total };
}

/** People whose changes the journal of a community has. */
export function listActors(core: Core, actor: MemberActor): Promise<AuditActor[]> {
  return core.database.withTenant(actor, (tx) => actorRows(tx, actor.communityId));
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
