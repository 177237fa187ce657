import { KEY_USE_DAYS, type KeyService, type KeyUseDay } from "@archipel/contracts/access.ts";
import { dayOf, daysBetween, daysLater } from "@archipel/i18n/days.ts";
import { type Actor, type MemberActor, memberScope, type Person, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { addUses, type CountedUse, deleteUses, useRows } from "./queries.ts";

const system = { role: "system" } as const;
/** Counts that wait for the next writing: keys that are used in ten seconds. More are not counted. */
const MOST_WAITING = 20_000;
const KEPT_DAYS = 366;
const MOST_DELETED = 10_000;

const waitingOf = perCore(() => ({ uses: new Map<string, CountedUse>() }));

/** Counts one call of a program, in memory. */
export function countUse(core: Core, { program, key, userId }: Actor, service: KeyService, now = new Date()): void {
  if (!program) return;
  const { uses } = waitingOf(core);
  const day = dayOf(now);
  const name = `${program.keyId} ${day} ${service}`;
  const known = uses.get(name);
  if (known) known.calls++;
  else if (uses.size < MOST_WAITING) {
    const owner = key ? { userId: null, communityId: key.communityId } : { userId, communityId: null };
    uses.set(name, { keyId: program.keyId, ...owner, day, service, calls: 1 });
  }
}

/** Writes what this process has counted. What fails is lost: a count is not worth a queue. */
export async function writeUses(core: Core): Promise<void> {
  const waiting = waitingOf(core);
  const uses = [...waiting.uses.values()];
  waiting.uses = new Map();
  if (uses.length === 0) return;
  await core.database
    .sqlAs(system, (sql) => addUses(sql, uses))
    .catch((error) => core.log.warn({ err: error }, "uses of keys were not written"));
}

/** Deletes counts that are older than a year. */
export function sweepUses(core: Core, now = new Date()): Promise<number> {
  return core.database.sqlAs(system, (sql) => deleteUses(sql, daysLater(dayOf(now), -KEPT_DAYS), MOST_DELETED));
}

/** The calls of each of the last days, of a key of the caller. */
export async function usesOfKey(core: Core, actor: Person, keyId: string): Promise<KeyUseDay[]> {
  const where = { id: keyId, userId: actor.userId };
  const known = await core.database.withTenant(scopeOf(actor), (tx) => tx.apiKey.findFirst({ where, select: { id: true } }));
  if (!known) throw notFound();
  return daysOf(await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => useRows(sql, keyId, firstDay())));
}

/** The same of a key of the community. */
export async function usesOfCommunityKey(core: Core, actor: MemberActor, keyId: string): Promise<KeyUseDay[]> {
  const { communityId } = actor;
  const known = await core.database.withTenant(actor, (tx) =>
    tx.communityKey.findUnique({ where: { id: keyId, communityId }, select: { id: true } }),
  );
  if (!known) throw notFound();
  return daysOf(await core.database.sqlAs(memberScope(actor), (sql) => useRows(sql, keyId, firstDay())));
}

const firstDay = () => daysLater(dayOf(new Date()), 1 - KEY_USE_DAYS);
const notFound = () => new DomainError("not-found", "key-not-found");

/** Every day has a figure, also one without calls. */
function daysOf(rows: readonly { day: string; service: KeyService; calls: number }[]): KeyUseDay[] {
  return daysBetween(firstDay(), dayOf(new Date())).map((day) => {
    const own = rows.filter((row) => row.day === day);
    return {
      day,
      calls: own.reduce((sum, { calls }) => sum + calls, 0),
      services: Object.fromEntries(own.map(({ service, calls }) => [service, calls])),
    };
  });
}
