import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import type { OutboxReader } from "../../../kernel/outbox.ts";
import { isOpen } from "../policy.ts";
import { insertEntry } from "../queries/entries.ts";
import { lockReports } from "../queries/reports.ts";
import { changeStatus } from "../service/change.ts";

const payload = z.object({ reportId: id, points: z.int(), classification: z.int(), message: z.string(), actorId: id });

/** Closes a report as taken into account when its points have their class. */
export const correctedPointsReader: OutboxReader<Core> = {
  name: "reports-of-points",
  topics: ["cloud.corrected"],
  async handle(_core, sql, { communityId, payload: given }) {
    if (!communityId) return;
    const { reportId, message, actorId: userId, ...corrected } = payload.parse(given);
    const [row] = await lockReports(sql, communityId, [reportId]);
    if (!row || !isOpen(row.status)) return;
    await insertEntry(sql, communityId, { reportId, kind: "edit", authorId: userId, detail: { outcome: "accepted", ...corrected } });
    await changeStatus(sql, { communityId, userId }, row, "valid", message);
  },
};
