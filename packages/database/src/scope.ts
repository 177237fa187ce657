import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { SqlSession } from "./sql-session.ts";
import type { StatementLimits } from "./statement-limits.ts";

/** The community key that a program calls with: it acts as its person, with at most this role. */
export interface KeyLimits {
  /** Null: the command line, which acts for its person without a key. */
  id: string | null;
  atMost: Role;
}
/** Ids of what a program is limited to. Everything else does not exist for it. */
export interface Reach {
  /** Datasets with all that belongs to them. */
  datasets: readonly string[];
  /** Layers: those of these datasets, and further ones. */
  layers: readonly string[];
  /** The datasets of the further layers: only their titles and licences are read. */
  parents: readonly string[];
}

/** A person's call. `userId` null is an anonymous visitor; `communityId` limits the person's rights to that community. */
export type TenantScope = {
  role: "tenant";
  userId: string | null;
  communityId: CommunityId | null;
  key?: KeyLimits | undefined;
  /** Set for a program that is limited to named datasets and layers. */
  reach?: Reach | undefined;
  /** Whether the call's session proved two factors: a community may require that of a role. */
  hasSecondStep?: boolean | undefined;
  /** The organisation by which the person administers the community. */
  organisation?: { readonly id: string } | undefined;
  /** Set for a manager who views data as a subject of grants that is no person: `group_<id>`, `organisation_<id>`, `community_<id>_<role>`, `signed-in` or `everyone`. */
  viewedAs?: string | undefined;
  /** The portal that is not online and that the call may see, by a pass. */
  passTo?: string | undefined;
};
/**
 * A person's call through grants: rows of layers inside the areas that the grants give. Only for code that applies them to columns and shapes.
 * `about`: the datasets that it is about, if it needs no other: only grants on them are judged.
 */
export type LensScope = Omit<TenantScope, "role"> & { role: "lens"; reads?: LensRead | undefined; about?: readonly string[] | undefined };
/** A person's call that edits through grants: the person's own contributions, inside what the grants give. */
export type EditorScope = Omit<TenantScope, "role"> & { role: "editor" };
/** What a transaction reads through grants. */
export interface LensRead {
  layerId: string;
  /** The valid grants on the layer as the caller knows them, in order: the transaction fails if they are others now (`isLensChange`). */
  grantIds: readonly string[];
  /** Whether the transaction fails too if the caller may read the whole layer now. */
  refusesWhole?: boolean | undefined;
  /** The box that it reads, in Web Mercator, if it reads no more: shapes may be missing or cut outside of it. That costs less. */
  near?: readonly [west: number, south: number, east: number, north: number] | undefined;
}
/**
 * A job, confined to one community; `keyId` when the job was requested with a key of the community, `userId` when it writes what a person may
 * write by grants: the database checks these.
 */
export type WorkerScope = { role: "worker"; communityId: CommunityId; keyId?: string | undefined; userId?: string | undefined };
/** A whole community that leaves, comes or is erased: every table of it, and nothing of another community. */
export type TransferScope = { role: "transfer"; communityId: CommunityId };
/** The platform itself: identity hub, look-up of memberships, actions of operators. */
export type SystemScope = { role: "system" };
export type Scope = TenantScope | LensScope | EditorScope | WorkerScope | TransferScope | SystemScope;

/** The roles of programs that are limited to named datasets and layers (prisma/policies/reach.sql). */
const confinedRole = { tenant: "archipel_confined", lens: "archipel_confined_lens" } as const;

const databaseRole = {
  tenant: "archipel_app",
  lens: "archipel_lens",
  editor: "archipel_editor",
  worker: "archipel_worker",
  transfer: "archipel_transfer",
  system: "archipel_system",
} as const;

/** Ids and roles. Anything else would not be safe inside a statement. */
const PLAIN = /^[\w-]*$/;

/**
 * The statements that open a scope: the person, the community, the role whose policies apply, and the limits of the statements that follow.
 * Everything ends with the transaction (`set_config('role', …, true)` is SET LOCAL ROLE). They have no parameters, so that they can be sent in
 * one message with BEGIN.
 *
 * @throws when the scope has no known role (statements would run as the login itself), or an id is not one
 */
export function openScopeStatements(scope: Scope, limits?: StatementLimits): string[] {
  const [userId, communityId, role, keyId, atMost] = scopeParams(scope);
  const reads = scope.role === "lens" ? scope.reads : undefined;
  const settings = [
    ["archipel.user_id", userId],
    ["archipel.community_id", communityId],
    ["role", role],
    ["archipel.key_id", keyId],
    ["archipel.at_most", atMost],
    ["archipel.second_step", isPersonal(scope) && scope.hasSecondStep ? "yes" : ""],
    ...(scope.role === "lens" && scope.about ? [["archipel.about", scope.about.join("_")] as const] : []),
    ...(reads?.near ? [["archipel.near", outerMetres(reads.near)]] : []),
    ...reachSettings(reachOf(scope)),
    ...(scope.role === "tenant" && scope.organisation ? [["archipel.organisation_id", scope.organisation.id]] : []),
    ...((scope.role === "tenant" || scope.role === "lens") && scope.viewedAs ? [["archipel.viewed_as", scope.viewedAs]] : []),
    ...((scope.role === "tenant" || scope.role === "lens") && scope.passTo ? [["archipel.pass_to", scope.passTo]] : []),
    ...(limits ? [["statement_timeout", String(limits.milliseconds)]] : []),
    ...(limits && !limits.isParallel ? [["max_parallel_workers_per_gather", "0"]] : []),
  ] as const;
  const calls = settings.map(([name, value = ""]) => `set_config('${name}', '${plain(value)}', true)`);
  const opening = `SELECT ${calls.join(", ")}`;
  if (!reads) return [opening];
  const layerId = `'${plain(reads.layerId)}'`;
  const refusal = reads.refusesWhole ? `, app.refuse_whole(${layerId})` : "";
  return [opening, `SELECT app.note_lens(${layerId}, '{${reads.grantIds.map(plain).join()}}')${refusal}`];
}

/** The same as one text. */
export const openScopeSql = (scope: Scope, limits?: StatementLimits): string => openScopeStatements(scope, limits).join("; ");

function plain(value: string): string {
  if (!PLAIN.test(value)) throw new Error(`not an id: ${JSON.stringify(value)}`);
  return value;
}

/** A box around another, in whole metres. */
function outerMetres([west, south, east, north]: NonNullable<LensRead["near"]>): string {
  return [Math.floor(west), Math.floor(south), Math.ceil(east), Math.ceil(north)].join("_");
}

function isPersonal(scope: Scope): scope is TenantScope | LensScope | EditorScope {
  return scope.role === "tenant" || scope.role === "lens" || scope.role === "editor";
}

function reachOf(scope: Scope): Reach | undefined {
  return isPersonal(scope) ? scope.reach : undefined;
}

/** Ids joined by `_`, which is plain text. */
function reachSettings(reach: Reach | undefined): [name: string, value: string][] {
  if (!reach) return [];
  const parts = (["datasets", "layers", "parents"] as const).map((part): [string, string] => [
    `archipel.reach_${part}`,
    reach[part].join("_"),
  ]);
  return [["archipel.is_confined", "yes"], ...parts];
}

/** The database role whose policies apply in a scope. */
export function databaseRoleOf(scope: Scope): string {
  const isConfined = reachOf(scope) !== undefined;
  return isConfined && (scope.role === "tenant" || scope.role === "lens") ? confinedRole[scope.role] : databaseRole[scope.role];
}

function scopeParams(scope: Scope): [userId: string, communityId: string, role: string, keyId: string, atMost: string] {
  if (!Object.hasOwn(databaseRole, scope.role)) throw new Error(`no such scope: ${scope.role}`);
  const key = isPersonal(scope) ? scope.key : undefined;
  const keyId = scope.role === "worker" ? scope.keyId : key?.id;
  return [
    isPersonal(scope) || scope.role === "worker" ? (scope.userId ?? "") : "",
    scope.role === "system" ? "" : (scope.communityId ?? ""),
    databaseRoleOf(scope),
    keyId ?? "",
    key?.atMost ?? "",
  ];
}

/** Continues a transaction of raw SQL in another scope, until `work` ends; then in the first one again. */
export async function inScope<T>(sql: SqlSession, scopes: { from: Scope; to: Scope }, work: () => Promise<T>): Promise<T> {
  await sql.script(openScopeSql(scopes.to));
  const result = await work();
  // After an error the transaction is over.
  await sql.script(openScopeSql(scopes.from));
  return result;
}
