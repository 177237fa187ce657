import { setImmediate as turn } from "node:timers/promises";
import { id } from "@archipel/contracts/ids.ts";
import { type LayerEdited, layerEdited } from "@archipel/contracts/live.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { SequenceWindow } from "../../../kernel/sequence-window.ts";
import { newRows, startOfReading } from "../queries.ts";

/** An edit of a layer, with the number below which nothing is owed once it is told. */
export interface ReadEdit {
  sequence: number;
  id: number;
  edit: LayerEdited;
}

/** What changes how a map looks beside its data: each of these events names a layer or a portal. */
const LOOK_TOPICS = /^(layer\.updated|portal\.\w+)$/;
const lookChanged = z.object({ layerId: id.optional(), portalId: id.optional() });

const BATCH = 500;
/** Edits told in a row at most: then connections get their turn to send them. */
export const EDITS_A_TURN = 20;
/** When no bell rings: what another process forgot to ring for is found all the same. */
const LOOK_MS = { server: 1000, embedded: 500 };

/** Whom an outbox reader tells. */
export interface OutboxListener {
  edited(edit: ReadEdit): Promise<void>;
  /** How these layers or portals look changed. */
  lookChanged(subjects: readonly string[]): void;
  /** Whether anybody listens: if not, the outbox is only looked at when the bell rings. */
  isNeeded(): boolean;
}

/** The one reader of the outbox in a process: tells every edit of a layer once, in order of numbers as far as they are there. */
export class OutboxReader {
  private readonly core: Core;
  private readonly listener: OutboxListener;
  private window: SequenceWindow | undefined;
  private stopListening = () => {};
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private isAskedAgain = false;
  private isStopped = false;
  /** All that is numbered up to here was told, or will never come. */
  told = 0;

  constructor(core: Core, listener: OutboxListener) {
    this.core = core;
    this.listener = listener;
  }

  async start(): Promise<void> {
    const start = await this.core.database.sqlAs({ role: "system" }, startOfReading);
    this.window = new SequenceWindow(start);
    this.told = start;
    this.stopListening = this.core.database.notifier.onSignal(() => this.look());
    this.timer = setInterval(() => this.listener.isNeeded() && this.look(), LOOK_MS[this.core.database.kind]);
    this.look();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    this.stopListening();
    await this.reading;
  }

  /** Looks at the outbox; while it does, one more look is remembered. */
  look(): void {
    if (this.isStopped) return;
    if (this.reading) {
      this.isAskedAgain = true;
      return;
    }
    // Rings of one moment are one look.
    this.reading = turn()
      .then(() => this.readAll())
      .catch((error) => this.core.log.error({ err: error }, "outbox not read"))
      .finally(() => {
        this.reading = undefined;
        if (!this.isAskedAgain) return;
        this.isAskedAgain = false;
        this.look();
      });
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
      let told = 0;
      for (const { sequence, topic, payload } of rows) {
        const edit = topic === "layer.edited" ? layerEdited.safeParse(payload).data : undefined;
        if (!edit) {
          const { data } = LOOK_TOPICS.test(topic) ? lookChanged.safeParse(payload) : {};
          if (data) this.listener.lookChanged([data.layerId, data.portalId].filter((subject) => subject !== undefined));
          continue;
        }
        await this.listener.edited({ sequence, id: Math.min(sequence, window.floor), edit });
        if (++told % EDITS_A_TURN === 0) await turn();
      }
      this.told = window.floor;
      isMore = rows.length === BATCH;
    }
  }
}
