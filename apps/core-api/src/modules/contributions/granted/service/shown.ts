import type { Contribution } from "@archipel/contracts/contributions.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import { inScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { editorScope, type MemberActor } from "../../../../kernel/actor.ts";
import { usedGrants } from "../queries.ts";

const fieldsSchema = z.array(layerField).catch([]);

/** The grants by which a contribution is made, for those who read it. They are rows of managers: the platform reads them. */
export async function grantsShown(sql: SqlSession, actor: MemberActor, ids: readonly string[]): Promise<Contribution["grants"]> {
  if (ids.length === 0) return [];
  const rows = await inScope(sql, { from: editorScope(actor), to: { role: "system" } }, () => usedGrants(sql, ids));
  const now = new Date();
  return rows.map(({ id, permission, columns, fields, areaName, hasArea, until, isRevoked, givenByName }) => {
    const known = new Map(fieldsSchema.parse(fields).map((field) => [field.column, field.label ?? field.name]));
    return {
      ...{ id, permission, until, givenByName, areaName: hasArea ? areaName : null },
      columns: columns?.map((column) => known.get(column) ?? column) ?? null,
      isOver: isRevoked || (until !== null && until <= now),
    };
  });
}
