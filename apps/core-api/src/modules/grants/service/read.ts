import { type Grant, type GrantableDataset, type GrantState, subjectRole } from "@archipel/contracts/grants.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { type GrantRow, grantableDatasets, grantRows, namesOfSubjects } from "../queries.ts";
import { lockOwnDataset } from "./lock.ts";

const fieldsSchema = z.array(layerField).catch([]);

/** The words of columns, by their layer's fields. */
function labelsOf(columns: readonly string[], fields: unknown): string[] {
  const known = new Map(fieldsSchema.parse(fields).map((field: LayerField) => [field.column, field.label ?? field.name]));
  return columns.map((column) => known.get(column) ?? column);
}

function stateOf({ isRevoked, from, until }: GrantRow, now: Date): GrantState {
  if (isRevoked) return "revoked";
  if (until !== null && until <= now) return "ended";
  return from > now ? "not-begun" : "valid";
}

function subjectOf(row: GrantRow, names: Awaited<ReturnType<typeof namesOfSubjects>>): Grant["subject"] {
  const bare = { name: "", email: null, role: null, communityName: null };
  const nameIn = (all: readonly { id: string; name: string }[], id: string) => all.find((one) => one.id === id)?.name ?? "";
  if (row.userId !== null) {
    const person = names.people.find(({ id }) => id === row.userId);
    return { ...bare, kind: "person", name: person?.name ?? "", email: person?.email ?? null };
  }
  if (row.subjectGroupId !== null) return { ...bare, kind: "group", name: nameIn(names.groups, row.subjectGroupId) };
  if (row.subjectOrganisationId !== null)
    return { ...bare, kind: "organisation", name: nameIn(names.organisations, row.subjectOrganisationId) };
  if (row.subjectKeyId !== null) {
    const key = names.keys.find(({ id }) => id === row.subjectKeyId);
    return { ...bare, kind: "key", name: key?.name ?? "", communityName: key?.communityName ?? null };
  }
  if (row.subjectCommunityId === null) return { ...bare, kind: row.audience === "everyone" ? "everyone" : "signed-in" };
  const name = nameIn(names.communities, row.subjectCommunityId);
  return row.subjectRole === null
    ? { ...bare, kind: "community", name }
    : { ...bare, kind: "role", name, role: subjectRole.parse(row.subjectRole) };
}

/** Grants as managers see them. Names of their subjects are read by the platform: managers do not see the accounts of strangers. */
async function describeGrants(core: Core, rows: readonly GrantRow[]): Promise<Grant[]> {
  const people = rows.flatMap(({ userId, givenById }) => [userId, givenById].filter((id) => id !== null));
  const ids = {
    people,
    communities: rows.flatMap(({ subjectCommunityId }) => subjectCommunityId ?? []),
    groups: rows.flatMap(({ subjectGroupId }) => subjectGroupId ?? []),
    organisations: rows.flatMap(({ subjectOrganisationId }) => subjectOrganisationId ?? []),
    keys: rows.flatMap(({ subjectKeyId }) => subjectKeyId ?? []),
  };
  const names = await core.database.sqlAs({ role: "system" }, (sql) => namesOfSubjects(sql, ids));
  const personOf = new Map(names.people.map((one) => [one.id, one]));
  const now = new Date();
  return rows.map((row) => {
    const bbox = bboxOf(row.bbox ?? []);
    return {
      id: row.id,
      permission: row.permission,
      subject: subjectOf(row, names),
      layer: row.layerId === null ? null : { id: row.layerId, title: row.layerTitle ?? "" },
      columns: row.columns && labelsOf(row.columns, row.layerFields),
      area: bbox && { name: row.areaName, squareKm: row.squareKm ?? 0, bbox },
      from: row.from,
      until: row.until,
      purpose: row.purpose,
      state: stateOf(row, now),
      givenByName: personOf.get(row.givenById ?? "")?.name ?? null,
      createdAt: row.createdAt,
    };
  });
}

/** The grants of a dataset, valid ones first. */
export async function listGrants(core: Core, actor: MemberActor, datasetId: string): Promise<Grant[]> {
  const communityId: CommunityId = actor.communityId;
  const rows = await core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await lockOwnDataset(sql, actor, datasetId))) throw new DomainError("not-found", "dataset-not-found");
    return grantRows(sql, communityId, datasetId);
  });
  return describeGrants(core, rows);
}

/** The datasets of the community on which grants can be given, with the layers of each. */
export async function listGrantable(core: Core, actor: MemberActor): Promise<GrantableDataset[]> {
  const rows = await core.database.sqlAs(memberScope(actor), (sql) => grantableDatasets(sql, actor.communityId));
  return rows.map(({ layers, ...dataset }) => ({
    ...dataset,
    layers: layers.map(({ id, title, fields }) => ({
      ...{ id, title, kind: "vector" as const },
      fields: fieldsSchema.parse(fields).filter(({ isHidden }) => !isHidden),
    })),
  }));
}
