import { setImmediate as turn } from "node:timers/promises";
import { type LayerEdited, layerEdited } from "@archipel/contracts/live.ts";
import { LRUCache } from "lru-cache";
import { type Actor, anonymous, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { publicContent } from "../../kernel/public-content.ts";
import { mayHaveGrants } from "../access/lens/service/through-lens.ts";
import { editThrough, partRevisions } from "./parts/service.ts";
import { deleteOldEvents, editsSince, readableLayers } from "./queries.ts";
import { EDITS_PER_TURN, type OutboxEdit, OutboxReader } from "./reading/outbox-reader.ts";
import { ContentListeners } from "./reporting/content-listeners.ts";

/** How long a positive "may this caller read this layer?" is cached. */
const TRUST_MS = 1000;
/** A map that missed more edits reloads everything, which is cheaper. */
const MAX_REPLAY = 300;
/** A map of parts reloads everything after this time, however many edits its reader missed or did not see. */
const PART_REPLAY_MS = 600_000;
const KEEP_DAYS = 7;

/** How far a listener has heard: a sequence number, and when it was sent. */
export interface EventMark {
  sequence: number;
  at: number;
}

/** Callbacks of a listener. To continue later, pass the last `sequence` and its time as `after`. */
export interface Listener {
  edited(sequence: number, edit: LayerEdited): void;
  /** The edits since `after` are no longer available: reload everything. */
  reset(sequence: number): void;
  /** All missed edits were delivered. */
  ready(sequence: number, revisions: Record<string, number>): void;
  /** Delivery failed: the listener should connect again. */
  failed(): void;
}

interface Listening {
  actor: Actor;
  listener: Listener;
  /** Edits that arrive while missed ones are replayed; null after the replay. */
  waiting: OutboxEdit[] | null;
}

/** Delivers edits of layers to listeners who may read them. One per process. */
export class LiveLayers {
  private readonly core: Core;
  private readonly reader: OutboxReader;
  private readonly byLayer = new Map<string, Set<Listening>>();
  private readonly bySubject = new Map<string, Set<() => void>>();
  private readonly rights: LRUCache<string, true, { actor: Actor; layerId: string }>;
  /** The portals that keep public pages in memory. */
  readonly content: ContentListeners;

  constructor(core: Core) {
    this.core = core;
    this.rights = new LRUCache({
      max: 10_000,
      ttl: TRUST_MS,
      ignoreFetchAbort: true,
      // Only a yes is cached: with a cached no, somebody who just got access would miss an edit.
      fetchMethod: async (_key, _old, { context: { actor, layerId } }) =>
        layerId in (await this.readable(actor, [layerId])) ? true : undefined,
    });
    this.reader = new OutboxReader(core, {
      edited: (edit) => this.deliver(edit),
      lookChanged: (subjects) => this.notifyLookChanged(subjects),
      contentChanged: (change) => this.content.changed(change),
      isNeeded: () => this.byLayer.size > 0 || this.bySubject.size > 0 || this.content.size > 0,
    });
    this.content = new ContentListeners(core, () => this.reader.readAt);
  }

  async start(): Promise<void> {
    await this.reader.start();
    publicContent(this.core).readUpTo = (sequence) => this.reader.upTo(sequence);
  }

  stop(): Promise<void> {
    return this.reader.stop();
  }

  /** Every event up to this sequence number was delivered to all listeners. */
  get deliveredUpTo(): number {
    return this.reader.deliveredUpTo;
  }

  /** The layers that the caller may read, with their revisions. */
  async readable(actor: Actor, layerIds: readonly string[]): Promise<Record<string, number>> {
    const rows = await this.core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => readableLayers(sql, layerIds));
    return Object.fromEntries(rows.map(({ id, revision }) => [id, revision]));
  }

  /** The same, with the layers of which the caller's grants open a part: their revisions count what the caller sees alone. */
  async shown(actor: Actor, layerIds: readonly string[]): Promise<Record<string, number>> {
    const whole = await this.readable(actor, layerIds);
    if (!mayHaveGrants(actor) || layerIds.every((id) => id in whole)) return whole;
    const others = layerIds.filter((id) => !(id in whole));
    return { ...(await partRevisions(this.core, actor, others)), ...whole };
  }

  /** The edit as the caller may know of it; null: not at all. */
  private async editFor(actor: Actor, edit: LayerEdited): Promise<LayerEdited | null> {
    return (await this.mayRead(actor, edit.layerId)) ? edit : editThrough(this.core, actor, edit);
  }

  /**
   * Delivers the edits since `after`, then new ones. An edit may come twice but is never lost: listeners recognise repeats by the revision.
   *
   * @param after null for a listener that missed nothing
   * @returns a function that unsubscribes
   */
  listen(actor: Actor, layerIds: readonly string[], after: EventMark | null, listener: Listener): () => void {
    const own: Listening = { actor, listener, waiting: [] };
    for (const layerId of layerIds) this.byLayer.set(layerId, (this.byLayer.get(layerId) ?? new Set()).add(own));
    // Subscribe before the replay: edits in the meantime wait, and none is lost.
    this.catchUp(own, layerIds, after).catch((error) => {
      this.core.log.error({ err: error }, "live events not replayed");
      listener.failed();
    });
    return () => {
      for (const layerId of layerIds) {
        const all = this.byLayer.get(layerId);
        all?.delete(own);
        if (all?.size === 0) this.byLayer.delete(layerId);
      }
    };
  }

  /**
   * Calls back when the look of a map changed: a layer's style or fields, or a portal's list. The callback has no details, because the page
   * then requests its layers again with its current rights. A missed change shows when the page is loaded again.
   *
   * @returns a function that unsubscribes
   */
  watch(layerIds: readonly string[], portalId: string | null, changed: () => void): () => void {
    const subjects = [...layerIds, ...(portalId === null ? [] : [portalId])];
    for (const subject of subjects) this.bySubject.set(subject, (this.bySubject.get(subject) ?? new Set()).add(changed));
    return () => {
      for (const subject of subjects) {
        const all = this.bySubject.get(subject);
        all?.delete(changed);
        if (all?.size === 0) this.bySubject.delete(subject);
      }
    };
  }

  private notifyLookChanged(subjects: readonly string[]): void {
    for (const changed of new Set(subjects.flatMap((subject) => [...(this.bySubject.get(subject) ?? [])]))) changed();
  }

  private async catchUp(own: Listening, layerIds: readonly string[], after: EventMark | null): Promise<void> {
    const { actor, listener } = own;
    const floor = this.deliveredUpTo;
    if (after !== null) {
      const missed = await this.missedEdits(actor, layerIds, after);
      if (missed === null) listener.reset(floor);
      for (const [index, { sequence, edit }] of (missed ?? []).entries()) {
        if (index % EDITS_PER_TURN === 0) await turn();
        listener.edited(Math.min(sequence, floor), edit);
      }
    }
    const revisions = await this.shown(actor, layerIds);
    listener.ready(floor, revisions);
    // Loop, because more edits may arrive during the checks of rights.
    while (own.waiting && own.waiting.length > 0) {
      const batch = own.waiting;
      own.waiting = [];
      for (const { id, edit } of batch) {
        const known = await this.editFor(actor, edit);
        if (known) listener.edited(Math.min(id, floor), known);
      }
    }
    own.waiting = null;
  }

  /** The edits since `after` as the caller may know of them; null when the caller must reload everything. */
  private async missedEdits(
    actor: Actor,
    layerIds: readonly string[],
    after: EventMark,
  ): Promise<{ sequence: number; edit: LayerEdited }[] | null> {
    const whole = await this.readable(actor, layerIds);
    const hasParts = layerIds.some((id) => !(id in whole));
    if (hasParts && Date.now() - after.at > PART_REPLAY_MS) return null;
    const missed: { sequence: number; edit: LayerEdited }[] = [];
    for (let from = after.sequence; ; ) {
      const { rows, isGone } = await this.core.database.sqlAs({ role: "system" }, (sql) => editsSince(sql, from, layerIds, MAX_REPLAY));
      if (isGone) return null;
      for (const { sequence, payload } of rows) {
        from = sequence;
        const parsed = layerEdited.parse(payload);
        const edit = parsed.layerId in whole ? parsed : await editThrough(this.core, actor, parsed);
        if (edit) missed.push({ sequence, edit });
      }
      if (missed.length >= MAX_REPLAY) return null;
      if (rows.length < MAX_REPLAY) return missed;
    }
  }

  private async deliver(read: OutboxEdit): Promise<void> {
    const { layerId } = read.edit;
    this.core.news.heard([layerId]);
    const listening = [...(this.byLayer.get(layerId) ?? [])];
    if (listening.length === 0) return;
    // A public layer, the usual case, needs one check for all listeners.
    const isPublic = await this.mayRead(anonymous, layerId).catch(() => false);
    for (const own of listening) {
      if (own.waiting) own.waiting.push(read);
      else if (isPublic) own.listener.edited(read.id, read.edit);
      else {
        const edit = await this.editFor(own.actor, read.edit).catch(() => undefined);
        if (edit === undefined) own.listener.failed();
        else if (edit) own.listener.edited(read.id, edit);
      }
    }
  }

  private async mayRead(actor: Actor, layerId: string): Promise<boolean> {
    const key = `${actor.userId ?? ""}${actor.hasSecondStep ? "+" : ""} ${layerId}`;
    return (await this.rights.fetch(key, { context: { actor, layerId } })) === true;
  }
}

/** Deletes events older than a week. A map that was offline for longer reloads everything. */
export function forgetOldEvents(core: Core): Promise<void> {
  return core.database.sqlAs({ role: "system" }, (sql) => deleteOldEvents(sql, KEEP_DAYS));
}
