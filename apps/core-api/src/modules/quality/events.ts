import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import type { Core } from "../../kernel/core.ts";
import type { OutboxReader } from "../../kernel/outbox.ts";
import { markStale } from "./queries/sheets.ts";

/** What changes the figures of a dataset; each of these events names it. */
const MEASURED_TOPICS = [
  "layer.edited",
  "layer.updated",
  "dataset.published",
  "dataset.updated",
  "layer.published",
  "quality.confirmed",
  "quality.rated",
  "quality.voted",
  "quality.rules-changed",
];

const aboutDataset = z.object({ datasetId: id });

/** Notes that the figures of a dataset are not true any more. They are computed a moment later, once for all that happened meanwhile. */
export const qualityReader: OutboxReader<Core> = {
  name: "quality-sheets",
  topics: MEASURED_TOPICS,
  async handle(_core, sql, { payload }) {
    await markStale(sql, [aboutDataset.parse(payload).datasetId]);
  },
};
