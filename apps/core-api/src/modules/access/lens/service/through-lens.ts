import type { Database } from "@archipel/database/database.ts";
import { isLensChange } from "@archipel/database/lens-change.ts";
import type { LensScope, TenantScope } from "@archipel/database/scope.ts";
import { inScope } from "@archipel/database/scope.ts";
import type { OneRead, SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { LRUCache } from "lru-cache";
import { type Actor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import type { Lens } from "../../../../layer-store/lens/lens.ts";
import { enterLens, lensesOn, lensOn } from "../queries.ts";

/** The scope of a person's grants. */
export const lensScopeOf = (actor: Actor): LensScope => ({ role: "lens", ...scopeOf(actor) });
const tenantScopeOf = (actor: Actor): TenantScope => ({ role: "tenant", ...scopeOf(actor) });

/** Whether grants can give the caller something. To visitors only those to everyone do: without one, they pay no question more. */
export const mayHaveGrants = ({ userId, isSuspended, hasOpenParts = false }: Actor): boolean =>
  userId === null ? hasOpenParts : !isSuspended;

/**
 * Continues a caller's transaction in the scope of the caller's grants. There, layers show only what a grant opens; what is read must apply
 * the lens to columns and shapes.
 */
export function inLens<T>(sql: SqlSession, actor: Actor, work: () => Promise<T>): Promise<T> {
  return inScope(sql, { from: tenantScopeOf(actor), to: lensScopeOf(actor) }, work);
}

/** The caller's lens on a layer; null without a valid grant. */
export function ownLens(sql: SqlSession, layerId: string): Promise<Lens | null> {
  return lensOn(sql, layerId);
}

/** The caller's lenses on layers, by their ids; layers without a valid grant are left out. */
export function ownLenses(sql: SqlSession, layerIds: readonly string[]): Promise<Map<string, Lens>> {
  return lensesOn(sql, layerIds);
}

/** How long the end of a grant may be another one than a lens says. */
const KEPT_MS = 10_000;

/** Lenses by caller and layer, as they were last. Each read asks again whether the grants are the same, and whether a role opens the whole layer. */
const lastLenses = perCore(() => new LRUCache<string, Lens>({ max: 5000, ttl: KEPT_MS }));

/**
 * Reads a layer as the caller may: whole, or else through the caller's grants.
 *
 * @param find reads what is known of the layer; undefined when the caller may not read it
 * @param work continues in the same transaction. With a lens it runs in the scope of the grants and must apply the lens.
 * @returns undefined when the caller may read nothing of it
 */
export async function readLayer<Row extends object, T>(
  core: Pick<Core, "database" | "memory">,
  actor: Actor,
  layerId: string,
  find: (sql: SqlSession) => Promise<Row | undefined>,
  work: (sql: SqlSession, row: Row, lens: Lens | null) => Promise<T>,
): Promise<T | undefined> {
  const last = lastLenses(core);
  const key = JSON.stringify([layerId, scopeOf(actor)]);
  const known = last.get(key);
  if (known) {
    const again = await readAgain(core.database, actor, known, find, work);
    if (again) return again.result;
    last.delete(key);
  }
  return core.database.sqlAs(tenantScopeOf(actor), async (sql) => {
    const row = await find(sql);
    if (row) return work(sql, row, null);
    if (!mayHaveGrants(actor)) return undefined;
    const lens = await enterLens(sql, lensScopeOf(actor), layerId);
    const part = lens && (await find(sql));
    if (!part) return undefined;
    last.set(key, lens);
    return work(sql, part, lens);
  });
}

/** Reads a layer through the lens that the caller had last; null if the caller reads it in another way now. */
async function readAgain<Row extends object, T>(
  database: Database,
  actor: Actor,
  lens: Lens,
  find: (sql: SqlSession) => Promise<Row | undefined>,
  work: (sql: SqlSession, row: Row, lens: Lens) => Promise<T>,
): Promise<{ result: T } | null> {
  try {
    return await database.sqlAs({ ...lensScopeOf(actor), reads: { ...readsOf(lens), refusesWhole: true } }, async (sql) => {
      const part = await find(sql);
      return part ? { result: await work(sql, part, lens) } : null;
    });
  } catch (error) {
    if (isLensChange(error)) return null;
    throw error;
  }
}

const readsOf = ({ layerId, grants }: Lens) => ({ layerId, grantIds: grants.map(({ id }) => id) });

/** Reads rows of a layer that was found before by single statements, each in one round trip. Errors and `near` are those of `readFound`. */
export function oneRead(database: Database, actor: Actor, lens: Lens | null, near?: Bbox): OneRead {
  const reads = database.readAs(lens === null ? tenantScopeOf(actor) : { ...lensScopeOf(actor), reads: { ...readsOf(lens), near } });
  return {
    query: <Row extends object>(text: string, params?: unknown[]) => reads.query<Row>(text, params).catch(refuseChangedLens),
    bytes: (statement, isKept) => reads.bytes(statement, isKept).catch(refuseChangedLens),
    texts: (statement, isKept) => reads.texts(statement, isKept).catch(refuseChangedLens),
  };
}

function refuseChangedLens(error: unknown): never {
  if (isLensChange(error)) throw new DomainError("not-found", "layer-not-found");
  throw error;
}

/**
 * Reads rows of a layer that was found before. With a lens, in one snapshot in which the lens is still the same: what is kept under its hash
 * was written through it.
 *
 * @param near the box in Web Mercator that is read, if nothing outside of it matters
 * @throws DomainError when a grant ended or was revoked since
 */
export async function readFound<T>(
  database: Database,
  actor: Actor,
  lens: Lens | null,
  work: (sql: SqlSession) => Promise<T>,
  near?: Bbox,
): Promise<T> {
  if (lens === null) return database.sqlAs(tenantScopeOf(actor), work);
  const reads = { ...readsOf(lens), near };
  return database.snapshotAs({ ...lensScopeOf(actor), reads }, work).catch(refuseChangedLens);
}
