import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import type { Core } from "../../kernel/core.ts";
import type { OutboxReader } from "../../kernel/outbox.ts";
import { markStale } from "./queries/sheets.ts";

/** Events that change the figures of a dataset. Each names the dataset. */
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

/** Marks the figures of a dataset as stale. They are computed a moment later, once for all events of that moment. */
export const qualityReader: OutboxReader<Core> = {
  name: "quality-sheets",
  topics: MEASURED_TOPICS,
  async handle(_core, sql, { payload }) {
    await markStale(sql, [aboutDataset.parse(payload).datasetId]);
  },
};
