import type { KeyDataset, KeyLimits, keyDataInput } from "@archipel/contracts/access.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type Person, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { countReadable, readableDatasets } from "./queries.ts";

/** Datasets that the caller may read, for the form that creates a key. */
export function keyDatasets(core: Core, actor: Person, { communityId, text }: z.infer<typeof keyDataInput>): Promise<KeyDataset[]> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => readableDatasets(sql, communityId, text));
}

type Data = Pick<KeyLimits, "datasetIds" | "layerIds">;

/**
 * Refuses names of datasets and layers that the caller may not read, or that are another community's: a key limited to them would open nothing,
 * and its maker would not learn why.
 */
export async function assertNameable(sql: SqlSession, { datasetIds, layerIds }: Data, communityId: string | null): Promise<void> {
  const wanted = new Set([...datasetIds, ...layerIds]).size;
  if (wanted === 0) return;
  if (wanted !== datasetIds.length + layerIds.length || (await countReadable(sql, { datasetIds, layerIds }, communityId)) !== wanted) {
    throw new DomainError("invalid", "key-data-unknown", {}, "datasetIds");
  }
}
