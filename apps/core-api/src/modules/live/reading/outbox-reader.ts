import { setImmediate as turn } from "node:timers/promises";
import { id } from "@archipel/contracts/ids.ts";
import { type LayerEdited, layerEdited } from "@archipel/contracts/live.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { SequenceWindow } from "../../../kernel/sequence-window.ts";
import { newRows, type OutboxRow, startOfReading } from "../queries.ts";

/** An edit of a layer from the outbox. `id` is the event id for clients: once they have it, every edit up to `id` was delivered. */
export interface OutboxEdit {
  sequence: number;
  id: number;
  edit: LayerEdited;
}

/** Topics of events that change how a map looks. Their payload names a layer or a portal. */
const LOOK_TOPICS = /^(layer\.updated|portal\.\w+)$/;
const lookChanged = z.object({ layerId: id.optional(), portalId: id.optional() });
/** Written by triggers (`prisma/policies/outbox.sql`). Without an id: pages of any portal may have changed. */
export const CONTENT_TOPIC = "content.changed";
const contentChanged = z.object({ portalId: id.optional(), communityId: id.optional() });

const BATCH = 500;
/** After so many edits, the event loop gets a turn to send them. */
export const EDITS_PER_TURN = 20;
/** Interval of polling, for events without a notification. */
const POLL_MS = { server: 1000, embedded: 500 };

/** Whose public content changed, and the highest number among the events that say so. */
export interface ContentChange {
  sequence: number;
  portals: Set<string>;
  communities: Set<string>;
  isAnywhere: boolean;
}

/** The change that some events report; null when none of them does. */
export function contentChangeIn(rows: readonly Pick<OutboxRow, "sequence" | "topic" | "payload">[]): ContentChange | null {
  const change: ContentChange = { sequence: 0, portals: new Set(), communities: new Set(), isAnywhere: false };
  for (const { sequence, topic, payload } of rows) {
    if (topic !== CONTENT_TOPIC) continue;
    const { portalId, communityId } = contentChanged.safeParse(payload).data ?? {};
    change.sequence = Math.max(change.sequence, sequence);
    if (portalId !== undefined) change.portals.add(portalId);
    else if (communityId !== undefined) change.communities.add(communityId);
    else change.isAnywhere = true;
  }
  return change.sequence === 0 ? null : change;
}

/** Callbacks of an outbox reader. */
export interface OutboxListener {
  edited(edit: OutboxEdit): Promise<void>;
  /** The style, fields or content list of these layers or portals changed. */
  lookChanged(subjects: readonly string[]): void;
  /** Public content changed. It must not fail. */
  contentChanged(change: ContentChange): Promise<void>;
  /** Whether anybody listens. If not, the outbox is read on notifications only. */
  isNeeded(): boolean;
}

/** Reads the outbox, one per process, and delivers each edit of a layer once, in the order of sequence numbers as they become visible. */
export class OutboxReader {
  private readonly core: Core;
  private readonly listener: OutboxListener;
  private window: SequenceWindow | undefined;
  private stopListening = () => {};
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private isPollQueued = false;
  private isStopped = false;
  /** Every event up to this sequence number was delivered or will never exist. */
  deliveredUpTo = 0;
  /** When the outbox was last read to its end (`performance.now()`). */
  readAt = Number.NEGATIVE_INFINITY;

  constructor(core: Core, listener: OutboxListener) {
    this.core = core;
    this.listener = listener;
  }

  async start(): Promise<void> {
    const start = await this.core.database.sqlAs({ role: "system" }, startOfReading);
    this.window = new SequenceWindow(start);
    this.deliveredUpTo = start;
    this.stopListening = this.core.database.notifier.onSignal(() => this.poll());
    this.timer = setInterval(() => this.listener.isNeeded() && this.poll(), POLL_MS[this.core.database.kind]);
    this.poll();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    this.stopListening();
    await this.reading;
  }

  /** Reads new events. A call during a read queues one more read. */
  poll(): void {
    if (this.isStopped) return;
    if (this.reading) {
      this.isPollQueued = true;
      return;
    }
    // Wait a turn, so that several notifications make one read.
    this.reading = turn()
      .then(() => this.readAll())
      .catch((error) => this.core.log.error({ err: error }, "outbox not read"))
      .finally(() => {
        this.reading = undefined;
        if (!this.isPollQueued) return;
        this.isPollQueued = false;
        this.poll();
      });
  }

  /** Resolves when everything up to this number, as far as it is committed, was delivered. */
  async upTo(sequence: number): Promise<void> {
    if (sequence <= this.deliveredUpTo) return;
    const running = this.reading;
    this.poll();
    await running;
    // The running read may have begun before the call: the one that follows it did not.
    await this.reading;
  }

  private async readAll(): Promise<void> {
    const { window } = this;
    if (!window) return;
    for (let isMore = true; isMore && !this.isStopped; ) {
      const { rows, snapshot } = await this.core.database.sqlAs({ role: "system" }, (sql) =>
        newRows(sql, window.top, window.awaited, BATCH),
      );
      window.see(
        rows.map(({ sequence }) => sequence),
        snapshot,
        performance.now(),
      );
      const change = contentChangeIn(rows);
      if (change) await this.listener.contentChanged(change);
      let count = 0;
      for (const { sequence, topic, payload } of rows) {
        const edit = topic === "layer.edited" ? layerEdited.safeParse(payload).data : undefined;
        if (!edit) {
          const { data } = LOOK_TOPICS.test(topic) ? lookChanged.safeParse(payload) : {};
          if (data) this.listener.lookChanged([data.layerId, data.portalId].filter((subject) => subject !== undefined));
          continue;
        }
        await this.listener.edited({ sequence, id: Math.min(sequence, window.floor), edit });
        if (++count % EDITS_PER_TURN === 0) await turn();
      }
      this.deliveredUpTo = window.floor;
      isMore = rows.length === BATCH;
    }
    this.readAt = performance.now();
  }
}
