import { randomUUID } from "node:crypto";
import {
  type endGrantInput,
  type GrantPermission,
  type GrantSubject,
  type giveGrantInput,
  MAX_AREA_VERTICES,
  MAX_GRANTS,
} from "@archipel/contracts/grants.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import { inScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { readArea } from "../../members/territory/service.ts";
import {
  type GrantRow,
  grantableLayer,
  insertGrant,
  isOwnGroup,
  lockedGrant,
  type SubjectColumns,
  setEnd,
  setRevoked,
  settleReminders,
  subjectId,
  verticesOf,
} from "../queries.ts";
import { lockOwnDataset } from "./lock.ts";

type Input = Omit<z.infer<typeof giveGrantInput>, "permission"> & { permission?: GrantPermission };
/** What is given, and its subject. */
export type Given = Pick<Input, "datasetId" | "layerId" | "columns" | "area" | "until" | "purpose"> & {
  permission?: GrantPermission;
  from?: Date | undefined;
  subject: SubjectColumns;
};

const fieldsSchema = z.array(layerField);

/**
 * Gives a right to read, or also to edit: to a person, a group, an organisation, a key, the members of a community or those with a role in it, everyone
 * with an account, or everyone.
 *
 * @throws DomainError when the subject is unknown, or what is given is not of the dataset
 */
export async function giveGrant(core: Core, actor: MemberActor, { subject, ...given }: Input): Promise<{ id: string }> {
  const found = await core.database.sqlAs({ role: "system" }, (sql) => subjectColumns(sql, subject));
  if (found.communityId === actor.communityId) throw new DomainError("invalid", "grant-to-itself", {}, "subject");
  return core.database.sqlAs(memberScope(actor), (sql) => giveIn(sql, actor, { ...given, subject: found }));
}

/** In the system scope: managers see no accounts, communities or keys of others. */
async function subjectColumns(sql: SqlSession, subject: GrantSubject): Promise<SubjectColumns> {
  const known = async (kind: "person" | "community" | "organisation" | "key", value: string) => {
    const found = await subjectId(sql, kind, value);
    if (found === undefined) throw new DomainError("not-found", `grant-${kind}-unknown`, {}, "subject");
    return found;
  };
  switch (subject.kind) {
    case "person":
      return { userId: await known("person", subject.email) };
    case "community":
      return { communityId: await known("community", subject.slug) };
    case "role":
      return { communityId: await known("community", subject.slug), role: subject.role };
    case "key":
      return { keyId: await known("key", subject.keyId) };
    case "organisation":
      return { organisationId: await known("organisation", subject.organisationId) };
    case "group":
      return { groupId: subject.groupId };
    case "signed-in":
    case "everyone":
      return { audience: subject.kind };
  }
}

/** The same in the transaction of a proven manager. */
export async function giveIn(
  sql: SqlSession,
  actor: MemberActor,
  given: Given,
  /** It answers a request: the person learns of it by the answer. */
  { isAnswer = false } = {},
): Promise<{ id: string }> {
  const { communityId, userId: givenById } = actor;
  const { datasetId, layerId, columns, until, subject, permission = "read" } = given;
  assertPermission(permission, subject);
  const dataset = await lockOwnDataset(sql, actor, datasetId);
  if (!dataset) throw new DomainError("not-found", "dataset-not-found");
  if (dataset.validGrants >= MAX_GRANTS) throw new DomainError("conflict", "grants-too-many", { most: MAX_GRANTS });
  assertEnd(until, given.from ?? null);
  if (layerId !== null) await checkColumns(sql, datasetId, layerId, columns);
  else if (columns) throw new DomainError("invalid", "grant-columns-of-layer", {}, "columns");
  if (subject.groupId !== undefined && !(await isOwnGroup(sql, communityId, subject.groupId)))
    throw new DomainError("not-found", "group-not-found", {}, "subject");
  const area = given.area ? await readArea(sql, given.area.source) : null;
  if (area !== null && (await verticesOf(sql, area)) > MAX_AREA_VERTICES)
    throw new DomainError("invalid", "territory-too-fine", { most: MAX_AREA_VERTICES }, "area");
  const id = randomUUID();
  await insertGrant(sql, {
    ...{ id, communityId, datasetId, layerId, subject, permission, columns: columns ?? null },
    ...{ area, areaName: given.area?.name ?? "", from: given.from ?? null, until, purpose: given.purpose, givenById },
  });
  await record(sql, actor, "grant.given", { id, datasetId, title: dataset.title, isAnswer });
  return { id };
}

/** Who changes data has an account, and what everyone with an account may change is reviewed. */
function assertPermission(permission: GrantPermission, { audience }: SubjectColumns): void {
  if (permission !== "read" && audience === "everyone") throw new DomainError("invalid", "grant-edit-without-account", {}, "permission");
  if (permission === "edit" && audience !== undefined) throw new DomainError("invalid", "grant-edit-unreviewed", {}, "permission");
}

function assertEnd(until: Date | null, from: Date | null): void {
  if (until !== null && until <= new Date()) throw new DomainError("invalid", "grant-end-past", {}, "until");
  if (until !== null && from !== null && until <= from) throw new DomainError("invalid", "grant-end-before-start", {}, "until");
}

async function checkColumns(sql: SqlSession, datasetId: string, layerId: string, columns: readonly string[] | undefined): Promise<void> {
  const layer = await grantableLayer(sql, datasetId, layerId);
  if (!layer) throw new DomainError("not-found", "layer-not-found", {}, "layerId");
  const shown = new Set(fieldsSchema.parse(layer.fields).flatMap(({ column, isHidden }) => (isHidden ? [] : [column])));
  const unknown = columns?.find((column) => !shown.has(column));
  if (unknown !== undefined) throw new DomainError("invalid", "column-not-found", { column: unknown }, "columns");
}

/** Changes when a grant ends; null: when it is revoked. What it gives never changes: for that, another grant is given. */
export function endGrant(core: Core, actor: MemberActor, { grantId, until }: Pick<z.infer<typeof endGrantInput>, "grantId" | "until">) {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const grant = await openGrant(sql, actor, grantId);
    assertEnd(until, grant.from);
    await setEnd(sql, grantId, until);
    await settled(sql, actor, grantId);
    await record(sql, actor, "grant.ended", { id: grantId, datasetId: grant.datasetId, title: grant.datasetTitle });
  });
}

/** Takes a grant back at once. */
export function revokeGrant(core: Core, actor: MemberActor, grantId: string): Promise<void> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const grant = await openGrant(sql, actor, grantId);
    await setRevoked(sql, grantId, actor.userId);
    await settled(sql, actor, grantId);
    await record(sql, actor, "grant.revoked", { id: grantId, datasetId: grant.datasetId, title: grant.datasetTitle });
  });
}

/** Reminders of the end that was. They belong to other people. */
function settled(sql: SqlSession, actor: MemberActor, grantId: string): Promise<void> {
  return inScope(sql, { from: memberScope(actor), to: { role: "system" } }, () => settleReminders(sql, grantId));
}

async function openGrant(sql: SqlSession, { communityId }: MemberActor, grantId: string): Promise<GrantRow> {
  const grant = await lockedGrant(sql, communityId, grantId);
  if (!grant) throw new DomainError("not-found", "grant-not-found");
  if (grant.isRevoked) throw new DomainError("conflict", "grant-revoked");
  return grant;
}

async function record(
  sql: SqlSession,
  { communityId, userId: actorId }: MemberActor,
  action: "grant.given" | "grant.ended" | "grant.revoked",
  { id, datasetId, title, isAnswer = false }: { id: string; datasetId: string; title: string; isAnswer?: boolean },
): Promise<void> {
  await auditIn(sql, { communityId, actorId, action, resourceType: "dataset", resourceId: datasetId, summary: { title } });
  await emitIn(sql, action, communityId, { grantId: id, actorId, isAnswer });
}
