import type { LayerEdit } from "./live-layers.ts";

/** The part of EventSource that is used. */
export interface EventStream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void;
  close(): void;
}

export interface LiveStreamOptions {
  /** Makes a connection: `(url) => new EventSource(url)`. */
  open: (url: string) => EventStream;
  onEdited: (edit: LayerEdit) => void;
  /** Where layers stand, once all that was missed was told. */
  onStanding: (revisions: Record<string, number>) => void;
}

/** EventSource has given up: an answer was an error. */
const CLOSED = 2;
/** A page that nobody looks at for so long needs no connection; it catches up when it is shown again. */
const HIDDEN_MS = 60_000;
const RETRY_MS = { first: 5_000, most: 60_000 };

/**
 * One connection to `/events` for the layers in view, kept open while the page is looked at. What came while it was closed is told
 * when it opens again.
 */
export class LiveStream {
  private readonly options: LiveStreamOptions;
  private layerIds: readonly string[] = [];
  private source: EventStream | undefined;
  private lastId: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retryMs = RETRY_MS.first;
  private isAsleep = false;
  private isOver = false;

  constructor(options: LiveStreamOptions) {
    this.options = options;
  }

  /** Follows these layers, and no others. */
  follow(layerIds: readonly string[]): void {
    const wanted = layerIds.toSorted();
    if (wanted.join() === this.layerIds.join()) return;
    this.layerIds = wanted;
    this.connect();
  }

  /** The page is hidden, or shown again. */
  shown(isShown: boolean): void {
    clearTimeout(this.timer);
    if (!isShown) {
      this.timer = setTimeout(() => {
        this.isAsleep = true;
        this.disconnect();
      }, HIDDEN_MS);
      return;
    }
    const wasAsleep = this.isAsleep;
    this.isAsleep = false;
    if (wasAsleep || this.source?.readyState === CLOSED) this.connect();
  }

  stop(): void {
    this.isOver = true;
    this.disconnect();
  }

  private disconnect(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private connect(): void {
    this.disconnect();
    if (this.isOver || this.isAsleep || this.layerIds.length === 0) return;
    const query = new URLSearchParams({ layers: this.layerIds.join(","), ...(this.lastId !== undefined && { after: this.lastId }) });
    const source = this.options.open(`/events?${query}`);
    this.source = source;
    const on = <T>(type: string, take: (data: T) => void) =>
      source.addEventListener(type, ({ data, lastEventId }) => {
        if (this.source !== source) return;
        if (lastEventId) this.lastId = lastEventId;
        take(JSON.parse(String(data)));
      });
    on<LayerEdit>("edited", (edit) => this.options.onEdited(edit));
    // After a `reset` comes `ready`: it says which layers are behind.
    on<{ revisions: Record<string, number> }>("ready", ({ revisions }) => {
      this.retryMs = RETRY_MS.first;
      this.options.onStanding(revisions);
    });
    source.addEventListener("error", () => {
      // A broken line mends itself; an answer that is an error does not.
      if (this.source !== source || source.readyState !== CLOSED) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.connect(), this.retryMs * (0.75 + Math.random() / 2));
      this.retryMs = Math.min(this.retryMs * 2, RETRY_MS.most);
    });
  }
}
