import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { startJobIn } from "../../../kernel/jobs/rows.ts";
import type { OutboxReader } from "../../../kernel/outbox.ts";
import { makeModelJob } from "./making/job.ts";
import { modelsFollowing } from "./queries.ts";

const payload = z.object({ layerId: id, revision: z.int() });

/** Brings the models of a layer of points up to date when its points have changed. */
export const modelsReader: OutboxReader<Core> = {
  name: "elevation-models",
  topics: ["layer.edited"],
  async handle(core, sql, { communityId, payload: given }, committed) {
    const points = payload.safeParse(given);
    if (!communityId || !points.success) return;
    for (const { layerId, title, datasetId, authorId } of await modelsFollowing(sql, communityId, points.data)) {
      if (authorId === null) continue;
      const input = { layerId, first: null, sources: {}, done: [] };
      const job = await startJobIn(
        sql,
        { communityId, userId: authorId },
        { kind: makeModelJob.kind, subjectId: layerId, subject: title, datasetId, input },
      );
      if (job) committed(() => void core.queue.enqueue(job));
    }
  },
};
