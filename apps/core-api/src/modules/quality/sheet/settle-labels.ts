import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { missesOf, NO_VOTES } from "../labels/policy.ts";
import { beginAward, currentAwards, endAward, labelsOf, lockLabels, measuredDatasets, pairKey, tallies } from "../labels/queries.ts";

/**
 * Awards labels to the datasets of a community that deserve them, and withdraws them from those that no longer do. A label that a manager
 * withdrew stays withdrawn.
 *
 * @param sql a worker's session of the community
 * @param datasetId only this dataset
 */
export async function settleLabels(sql: SqlSession, communityId: CommunityId, datasetId: string | null = null): Promise<void> {
  const labels = await labelsOf(sql, communityId);
  if (labels.length === 0) return;
  await lockLabels(sql, communityId);
  const datasets = await measuredDatasets(sql, communityId, datasetId);
  const votes = await tallies(sql, communityId, datasetId);
  const current = new Map(
    (await currentAwards(sql, communityId, datasetId)).map((row) => [pairKey(row.labelId, row.datasetId), row.state]),
  );
  for (const { id: labelId, rule } of labels) {
    for (const dataset of datasets) {
      const key = pairKey(labelId, dataset.datasetId);
      const state = current.get(key);
      const isDeserved = missesOf(rule, dataset.measures, votes.get(key) ?? NO_VOTES).length === 0;
      const about = { labelId, datasetId: dataset.datasetId };
      if (state === undefined && isDeserved) {
        await beginAward(sql, { id: randomUUID(), communityId, state: "awarded", ...about });
        await emitIn(sql, "quality.label-awarded", communityId, about);
      } else if (state === "awarded" && !isDeserved) {
        await endAward(sql, labelId, dataset.datasetId);
        await emitIn(sql, "quality.label-withdrawn", communityId, about);
      }
    }
  }
}
