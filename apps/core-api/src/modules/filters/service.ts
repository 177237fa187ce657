import { type FilterKind, queueFilter, type SavedFilter, type saveFilterInput } from "@archipel/contracts/filters.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";

/** A menu with more filters is hard to use. */
const MAX_FILTERS = 20;

const shown = { id: true, kind: true, name: true, filter: true } as const;

/** Empty when the stored filter is no longer valid for its queue, because its schema changed since. */
function filterOf({ id, name, ...kept }: { id: string; name: string; kind: string; filter: unknown }): SavedFilter[] {
  const known = queueFilter.safeParse(kept).data;
  return known ? [{ ...known, id, name }] : [];
}

/** The caller's filters of a queue in this community, the oldest first. The site sorts names in the reader's language. */
export function listFilters(core: Core, actor: MemberActor, kind: FilterKind): Promise<SavedFilter[]> {
  const { communityId, userId } = actor;
  return core.database.withTenant(memberScope(actor), async (tx) =>
    (await tx.savedFilter.findMany({ where: { communityId, userId, kind }, select: shown, orderBy: { createdAt: "asc" } })).flatMap(
      filterOf,
    ),
  );
}

/** Saves a filter. It replaces one with the same name. */
export function saveFilter(core: Core, actor: MemberActor, input: z.infer<typeof saveFilterInput>): Promise<{ id: string }> {
  const { communityId, userId } = actor;
  const { kind, name, filter } = input;
  const key = { communityId, userId, kind, name };
  return core.database.withTenant(memberScope(actor), async (tx) => {
    const others = await tx.savedFilter.count({ where: { communityId, userId, kind, name: { not: name } } });
    if (others >= MAX_FILTERS) throw new DomainError("conflict", "too-many-filters", { most: MAX_FILTERS });
    return tx.savedFilter.upsert({
      where: { communityId_userId_kind_name: key },
      create: { ...key, filter },
      update: { filter },
      select: { id: true },
    });
  });
}

export function removeFilter(core: Core, actor: MemberActor, filterId: string): Promise<void> {
  const { communityId, userId } = actor;
  return core.database.withTenant(memberScope(actor), async (tx) => {
    const { count } = await tx.savedFilter.deleteMany({ where: { id: filterId, communityId, userId } });
    if (count === 0) throw new DomainError("not-found", "filter-not-found");
  });
}
