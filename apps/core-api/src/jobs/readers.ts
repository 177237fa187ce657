import type { Core } from "../kernel/core.ts";
import type { OutboxReader } from "../kernel/outbox.ts";
import { modelsReader } from "../modules/elevation/models/events.ts";
import { noticesReader } from "../modules/notifications/events.ts";
import { qualityReader } from "../modules/quality/events.ts";
import { proposedEditsReader } from "../modules/reports/outcome/follow-contributions.ts";
import { correctedPointsReader } from "../modules/reports/outcome/follow-corrections.ts";

/** All durable readers of the outbox. They run where jobs run. */
export const readers: readonly OutboxReader<Core>[] = [
  qualityReader,
  noticesReader,
  proposedEditsReader,
  correctedPointsReader,
  modelsReader,
];
