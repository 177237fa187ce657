import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";

/** What changes the figures of a dataset, by the outbox's topics. */
export const MEASURED_TOPICS = [
  "layer.edited",
  "layer.updated",
  "dataset.published",
  "dataset.updated",
  "report.opened",
  "report.changed",
  "report.deleted",
  "quality.confirmed",
  "quality.rated",
  "quality.rules-changed",
] as const;

const aboutDataset = z.object({ datasetId: id });

/** The dataset that an event is about; null when its figures do not change by it. */
export function measuredDatasetOf(event: { topic: string; payload: unknown }): string | null {
  const isReport = event.topic.startsWith("report.");
  if (!isReport && !MEASURED_TOPICS.some((topic) => topic === event.topic)) return null;
  return aboutDataset.safeParse(event.payload).data?.datasetId ?? null;
}
