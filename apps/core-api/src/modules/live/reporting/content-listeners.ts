import type { Core } from "../../../kernel/core.ts";
import { type ChangedPortals, publicContent } from "../../../kernel/public-content.ts";
import { contentSince, portalsShowing } from "../queries.ts";
import { CONTENT_TOPIC, type ContentChange, contentChangeIn } from "../reading/outbox-reader.ts";

/** A portal process that was away longer empties its memory, which is cheaper. */
const MAX_REPLAY = 1000;
/** More portals at once are reported as all. */
const MOST_NAMED = 2000;
const BEAT_MS = 1000;
/** The outbox is polled each second: an older read means that it cannot be read now. */
const MAX_SILENCE_MS = 2500;

/** What a portal process that keeps public pages hears. `position` is the number of the last event that the message includes. */
export interface ContentListener {
  changed(position: number, portals: ChangedPortals): void;
  /** Everything up to now was reported. Sent each second while that is true. */
  beat(): void;
}

/** Reports changes of public content: to the caches of this process, then to portal processes. */
export class ContentListeners {
  private readonly core: Core;
  private readonly readAt: () => number;
  private readonly listeners = new Set<ContentListener>();
  private timer: NodeJS.Timeout | undefined;

  /** @param readAt when the outbox was last read to its end */
  constructor(core: Core, readAt: () => number) {
    this.core = core;
    this.readAt = readAt;
  }

  get size(): number {
    return this.listeners.size;
  }

  /**
   * Reports what changed after a number, then each change, and that nothing else did.
   *
   * @param after null for a listener that keeps nothing yet
   * @param floor every event up to it was already delivered
   * @returns a function that unsubscribes
   */
  listen(after: number | null, floor: number, listener: ContentListener): () => void {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => this.beat(), BEAT_MS).unref();
    void this.replay(after, floor, listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  async changed(change: ContentChange): Promise<void> {
    const portals = await this.portalsOf(change);
    // The caches of this process first: a portal asks again at once.
    publicContent(this.core).changed(portals);
    for (const listener of this.listeners) listener.changed(change.sequence, portals);
  }

  private async replay(after: number | null, floor: number, listener: ContentListener): Promise<void> {
    if (after === null) {
      listener.changed(floor, "all");
    } else {
      const missed = await this.core.database
        .sqlAs({ role: "system" }, (sql) => contentSince(sql, after, CONTENT_TOPIC, MAX_REPLAY))
        .catch(() => ({ rows: [], isGone: true }));
      const change = contentChangeIn(missed.rows);
      if (missed.isGone) listener.changed(floor, "all");
      else listener.changed(Math.max(floor, change?.sequence ?? 0), change ? await this.portalsOf(change) : []);
    }
    this.beatTo(listener);
  }

  private beat(): void {
    for (const listener of this.listeners) this.beatTo(listener);
  }

  private beatTo(listener: ContentListener): void {
    if (performance.now() - this.readAt() < MAX_SILENCE_MS && this.listeners.has(listener)) listener.beat();
  }

  private async portalsOf({ isAnywhere, communities, portals }: ContentChange): Promise<ChangedPortals> {
    if (isAnywhere) return "all";
    const found = await this.core.database
      .sqlAs({ role: "system" }, (sql) => portalsShowing(sql, [...communities], [...portals]))
      .catch((error: unknown) => {
        this.core.log.error({ err: error }, "portals of a change not found: all are reported");
        return null;
      });
    return found === null || found.length > MOST_NAMED ? "all" : found;
  }
}
