import {
  ALLOWED_DAYS,
  type AllowedApplication,
  type Application,
  applicationKind,
  applicationScope,
  type NewApplication,
  type OwnedApplication,
  type registerApplicationInput,
} from "@archipel/contracts/applications.ts";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { type MemberActor, memberScope, type Person, scopeOf } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { assertNameable } from "../../access/named/service.ts";
import { deleteGrants } from "../queries/payloads.ts";
import { clientIdOf, MOST_OF_COMMUNITY, MOST_OWN, secretOfApplication } from "./policy.ts";
import { type ApplicationRow, allowedRows, applicationRows, lockOwner } from "./queries.ts";

/** A person for themselves, or a proven manager for a community. */
export type Registrar = { actor: Person; communityId: null } | { actor: MemberActor; communityId: string };
type Owner = { communityId: string } | { ownerId: string };

const MOST_LISTED = 500;

const ownerOf = ({ actor, communityId }: Registrar): Owner => (communityId === null ? { ownerId: actor.userId } : { communityId });

function shown({ kind, scopes, suspendedAt, suspendedReason, communityId: _, ownerName: __, ...row }: ApplicationRow): Application {
  return {
    ...row,
    clientId: clientIdOf(row.id),
    kind: applicationKind.parse(kind),
    scopes: applicationScope.array().parse(scopes),
    suspendedReason: suspendedAt === null ? null : suspendedReason,
  };
}

export async function listApplications(core: Core, by: Registrar): Promise<Application[]> {
  return (await core.database.withSystem((tx) => applicationRows(tx, ownerOf(by), MOST_LISTED))).map(shown);
}

/** Registers an application. Only this answer contains the secret of a confidential one. */
export async function registerApplication(
  core: Core,
  by: Registrar,
  { scopes, ...values }: z.infer<typeof registerApplicationInput>,
): Promise<NewApplication> {
  const owner = ownerOf(by);
  const scope = by.communityId === null ? ({ role: "tenant", ...scopeOf(by.actor) } as const) : memberScope(by.actor);
  await core.database.sqlAs(scope, (sql) => assertNameable(sql, values, by.communityId));
  return core.database.withSystem(async (tx) => {
    await lockOwner(tx, owner);
    const most = by.communityId === null ? MOST_OWN : MOST_OF_COMMUNITY;
    if ((await tx.application.count({ where: owner })) >= most) throw new DomainError("conflict", "too-many-applications", { most });
    const redirectUris = [...new Set(values.redirectUris)];
    const { id } = await tx.application.create({
      data: { ...values, ...owner, redirectUris, scopes: [...new Set(scopes)], createdById: by.actor.userId },
    });
    await record(tx, by, "application.registered", id, values.name);
    return { ...(await oneOf(tx, owner, id)), clientSecret: values.kind === "public" ? null : secretOfApplication(core, id, 1) };
  });
}

/** Gives a confidential application another secret: the old one is refused at once. */
export function renewSecret(core: Core, by: Registrar, id: string): Promise<NewApplication> {
  const owner = ownerOf(by);
  return core.database.withSystem(async (tx) => {
    const { count } = await tx.application.updateMany({
      where: { id, ...owner, kind: "confidential" },
      data: { secretVersion: { increment: 1 } },
    });
    if (count === 0) throw notFound();
    const { secretVersion, name } = await tx.application.findUniqueOrThrow({ where: { id }, select: { secretVersion: true, name: true } });
    await record(tx, by, "application.secret-renewed", id, name);
    return { ...(await oneOf(tx, owner, id)), clientSecret: secretOfApplication(core, id, secretVersion) };
  });
}

/** Removes an application with everything that people allowed it: its tokens are refused at once. */
export function removeApplication(core: Core, by: Registrar, id: string): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const found = await tx.application.findFirst({ where: { id, ...ownerOf(by) }, select: { name: true } });
    if (!found) throw notFound();
    await endConsents(tx, { applicationId: id });
    await tx.application.delete({ where: { id } });
    await record(tx, by, "application.removed", id, found.name);
  });
}

/** All applications, for operators. */
export async function allApplications(core: Core): Promise<OwnedApplication[]> {
  const rows = await core.database.withSystem((tx) => applicationRows(tx, null, MOST_LISTED));
  return rows.map((row) => ({ ...shown(row), ownerName: row.ownerName }));
}

/** Suspends an application with a reason, or lets it act again (`reason` null). What people allowed stays, and opens nothing meanwhile. */
export function suspendApplication(core: Core, actor: Person, id: string, reason: string | null): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const found = await tx.application.findUnique({ where: { id }, select: { name: true, communityId: true } });
    if (!found) throw notFound();
    const data = { suspendedAt: reason === null ? null : new Date(), suspendedReason: reason ?? "" };
    await tx.application.update({ where: { id }, data });
    const action = reason === null ? "application.resumed" : "application.suspended";
    await recordFor(tx, actor.userId, found.communityId, action, id, found.name);
  });
}

/** What the caller allows applications and the command line. */
export function listAllowed(core: Core, actor: Person): Promise<AllowedApplication[]> {
  return core.database.withSystem((tx) => allowedRows(tx, actor.userId));
}

/** Ends what the caller allowed: its tokens are refused at once. */
export function revokeAllowed(core: Core, actor: Person, grantRowId: string): Promise<void> {
  return core.database.withSystem(async (tx) => {
    if ((await endConsents(tx, { id: grantRowId, userId: actor.userId })) === 0)
      throw new DomainError("not-found", "application-not-allowed");
  });
}

/** Deletes grants with their codes and tokens; the rows of `application_grants` go with them. @returns their number */
async function endConsents(tx: Tx, where: { applicationId: string } | { id: string; userId: string }): Promise<number> {
  const rows = await tx.applicationGrant.findMany({ where, select: { grantId: true, grantKey: true } });
  await deleteGrants(
    tx,
    rows.map(({ grantId }) => grantId),
    rows.map(({ grantKey }) => grantKey),
  );
  return rows.length;
}

async function oneOf(tx: Tx, owner: Owner, id: string): Promise<Application> {
  const row = (await applicationRows(tx, owner, MOST_LISTED)).find((one) => one.id === id);
  if (!row) throw notFound();
  return shown(row);
}

/** Until when a new consent is in force. */
export const endOfConsent = (now = new Date()): Date => new Date(now.getTime() + ALLOWED_DAYS * 86_400_000);

const notFound = () => new DomainError("not-found", "application-not-found");

function record(tx: Tx, { actor, communityId }: Registrar, action: AuditAction, id: string, name: string): Promise<void> {
  return recordFor(tx, actor.userId, communityId, action, id, name);
}

async function recordFor(
  tx: Tx,
  actorId: string,
  communityId: string | null,
  action: AuditAction,
  id: string,
  name: string,
): Promise<void> {
  await audit(tx, { communityId, actorId, action, resourceType: "application", resourceId: id, summary: { name } });
  await emit(tx, action, null, { applicationId: id });
}
