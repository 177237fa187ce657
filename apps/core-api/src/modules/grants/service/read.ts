import type { Grant, GrantState } from "@archipel/contracts/grants.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { type GrantRow, grantRows, lockDataset, namesOfSubjects } from "../queries.ts";

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

/** Grants as managers see them. Names of their subjects are read by the platform: managers do not see the accounts of strangers. */
async function describeGrants(core: Core, rows: readonly GrantRow[]): Promise<Grant[]> {
  const people = rows.flatMap(({ userId, givenById }) => [userId, givenById].filter((id) => id !== null));
  const communities = rows.flatMap(({ subjectCommunityId }) => subjectCommunityId ?? []);
  const names = await core.database.sqlAs({ role: "system" }, (sql) => namesOfSubjects(sql, { people, communities }));
  const personOf = new Map(names.people.map((one) => [one.id, one]));
  const communityOf = new Map(names.communities.map((one) => [one.id, one.name]));
  const now = new Date();
  return rows.map((row) => {
    const person = row.userId === null ? undefined : personOf.get(row.userId);
    const bbox = bboxOf(row.bbox ?? []);
    return {
      id: row.id,
      subject: {
        kind: row.userId === null ? "community" : "person",
        name: person?.name ?? communityOf.get(row.subjectCommunityId ?? "") ?? "",
        email: person?.email ?? null,
      },
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
    if (!(await lockDataset(sql, communityId, datasetId))) throw new DomainError("not-found", "dataset-not-found");
    return grantRows(sql, communityId, datasetId);
  });
  return describeGrants(core, rows);
}
