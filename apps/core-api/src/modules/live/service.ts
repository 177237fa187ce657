import { setImmediate as turn } from "node:timers/promises";
import { type LayerEdited, layerEdited } from "@archipel/contracts/live.ts";
import { LRUCache } from "lru-cache";
import { type Actor, anonymous, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { deleteOldEvents, editsSince, readableLayers } from "./queries.ts";
import { EDITS_A_TURN, OutboxReader, type ReadEdit } from "./reading/outbox-reader.ts";

/** How long an answer to "may this caller read this layer?" is trusted. */
const TRUST_MS = 1000;
/** A map that missed more asks for everything anew: that is less. */
const MAX_REPLAY = 300;
const KEEP_DAYS = 7;

/** Where a listener is told. `id` goes back as `after` to be told what comes later. */
export interface Listener {
  edited(id: number, edit: LayerEdited): void;
  /** What came after `after` is not known any more. */
  reset(id: number): void;
  /** All that was missed was told. */
  ready(id: number, revisions: Record<string, number>): void;
  /** It could not be told everything: let it come again. */
  failed(): void;
}

interface Listening {
  actor: Actor;
  listener: Listener;
  /** Told while what was missed is read; null when that is done. */
  waiting: ReadEdit[] | null;
}

/** Edits of layers, told to whoever may read them. One per process. */
export class LiveLayers {
  private readonly core: Core;
  private readonly reader: OutboxReader;
  private readonly byLayer = new Map<string, Set<Listening>>();
  private readonly bySubject = new Map<string, Set<() => void>>();
  private readonly rights: LRUCache<string, true, { actor: Actor; layerId: string }>;

  constructor(core: Core) {
    this.core = core;
    this.rights = new LRUCache({
      max: 10_000,
      ttl: TRUST_MS,
      ignoreFetchAbort: true,
      // Only a yes is kept: after a no, someone who is let in meanwhile would miss an edit.
      fetchMethod: async (_key, _old, { context: { actor, layerId } }) =>
        layerId in (await this.readable(actor, [layerId])) ? true : undefined,
    });
    this.reader = new OutboxReader(core, {
      edited: (edit) => this.tell(edit),
      lookChanged: (subjects) => this.tellLook(subjects),
      isNeeded: () => this.byLayer.size > 0 || this.bySubject.size > 0,
    });
  }

  start(): Promise<void> {
    return this.reader.start();
  }

  stop(): Promise<void> {
    return this.reader.stop();
  }

  /** All that is numbered up to here was told to every listener. */
  get told(): number {
    return this.reader.told;
  }

  /** Those of the layers that the caller may read, with their revisions. */
  async readable(actor: Actor, layerIds: readonly string[]): Promise<Record<string, number>> {
    const rows = await this.core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => readableLayers(sql, layerIds));
    return Object.fromEntries(rows.map(({ id, revision }) => [id, revision]));
  }

  /**
   * Tells a listener what it missed after a number, then everything from now on. An edit may be told twice, never not at all: a
   * listener knows by the revision what it knows.
   *
   * @param after null for a listener that has missed nothing yet
   * @returns how to stop
   */
  listen(actor: Actor, layerIds: readonly string[], after: number | null, listener: Listener): () => void {
    const own: Listening = { actor, listener, waiting: [] };
    for (const layerId of layerIds) this.byLayer.set(layerId, (this.byLayer.get(layerId) ?? new Set()).add(own));
    // Listening comes first: what happens meanwhile waits, and nothing falls in between.
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
   * Calls back when something changed how a map looks: a layer's style or fields, what a portal lists. It says no more than that: the
   * page asks for its layers again, as far as it may see them then. One that is missed is seen when the page is opened again.
   *
   * @returns how to stop
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

  private tellLook(subjects: readonly string[]): void {
    for (const changed of new Set(subjects.flatMap((subject) => [...(this.bySubject.get(subject) ?? [])]))) changed();
  }

  private async catchUp(own: Listening, layerIds: readonly string[], after: number | null): Promise<void> {
    const { actor, listener } = own;
    const floor = this.told;
    if (after !== null) {
      const { rows, isGone } = await this.core.database.sqlAs({ role: "system" }, (sql) => editsSince(sql, after, layerIds, MAX_REPLAY));
      if (isGone) listener.reset(floor);
      else {
        for (const [index, { sequence, payload }] of rows.entries()) {
          if (index % EDITS_A_TURN === 0) await turn();
          const edit = layerEdited.parse(payload);
          if (await this.mayRead(actor, edit.layerId)) listener.edited(Math.min(sequence, floor), edit);
        }
      }
    }
    const revisions = await this.readable(actor, layerIds);
    listener.ready(floor, revisions);
    // Until the last of them: more may come while the rights are looked at.
    while (own.waiting && own.waiting.length > 0) {
      const batch = own.waiting;
      own.waiting = [];
      for (const { id, edit } of batch) if (await this.mayRead(actor, edit.layerId)) listener.edited(Math.min(id, floor), edit);
    }
    own.waiting = null;
  }

  private async tell(read: ReadEdit): Promise<void> {
    const { layerId } = read.edit;
    this.core.news.heard([layerId]);
    const listening = [...(this.byLayer.get(layerId) ?? [])];
    if (listening.length === 0) return;
    // A public layer, the usual case, is asked for once for all.
    const isPublic = await this.mayRead(anonymous, layerId).catch(() => false);
    for (const own of listening) {
      if (own.waiting) own.waiting.push(read);
      else if (isPublic) own.listener.edited(read.id, read.edit);
      else {
        const mayRead = await this.mayRead(own.actor, layerId).catch(() => null);
        if (mayRead === null) own.listener.failed();
        else if (mayRead) own.listener.edited(read.id, read.edit);
      }
    }
  }

  private async mayRead(actor: Actor, layerId: string): Promise<boolean> {
    const key = `${actor.userId ?? ""} ${layerId}`;
    return (await this.rights.fetch(key, { context: { actor, layerId } })) === true;
  }
}

/** For the upkeep: a map that was away for longer is told to ask for everything anew. */
export function forgetOldEvents(core: Core): Promise<void> {
  return core.database.sqlAs({ role: "system" }, (sql) => deleteOldEvents(sql, KEEP_DAYS));
}
