import type { ContributionStanding, PresencePart, Present } from "@archipel/contracts/presence.ts";
import type { LayerEdit } from "./live-layers.ts";

/** The part of EventSource that is used. */
export interface EventStream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void;
  close(): void;
}

/** The events of the stream, by name. */
export interface LiveEvents {
  edited: LayerEdit;
  /** Current revisions of the layers, once all missed events were sent. */
  ready: { revisions: Record<string, number> };
  /** The appearance of layers, or the portal's list of layers, changed. */
  look: object;
  /** The other pages that have the attended contribution open. */
  present: { people: Present[] };
  standing: ContributionStanding;
  /** The page must answer, or it counts as closed. */
  beat: object;
  /** The attended contribution no longer exists. */
  closed: object;
  /** The signed-in person has a new notification. */
  notices: object;
}

/** A contribution that the page has open. */
export interface Attended {
  readonly communityId: string;
  readonly contributionId: string;
  /** Identifier that the page gave itself. */
  readonly tab: string;
  readonly part: PresencePart;
}

export interface LiveStreamOptions {
  /** Opens a connection: `(url) => new EventSource(url)`. */
  open: (url: string) => EventStream;
  /** Address of core-api's `/events` on this site; `/events` by default. */
  path?: string;
  /** Takes one of the few slots of hidden pages; null when all are taken. @returns a function that frees the slot */
  hiddenSlot?: () => Promise<(() => void) | null>;
}

const EVENTS: readonly (keyof LiveEvents)[] = ["edited", "ready", "look", "present", "standing", "beat", "closed", "notices"];
/** State of an EventSource that gave up, because an answer was an error. */
const CLOSED = 2;
/**
 * A page that has been hidden for this long closes its connection, and catches up when it is shown again. With an open contribution it
 * stays connected longer, because other people see it, provided that a slot is free: browsers open few connections to a host.
 */
const HIDDEN_MS = { following: 20_000, attending: 600_000 };
const RETRY_MS = { first: 5_000, most: 60_000 };

type Listener = (data: never) => void;

/**
 * The page's only connection to `/events`, for the layers in view and the open contribution: browsers open few connections to a
 * host. It is open while the page is visible; events missed while it was closed are sent when it opens again.
 */
export class LiveStream {
  private readonly options: LiveStreamOptions;
  private readonly listeners = new Map<keyof LiveEvents, Set<Listener>>();
  private layerIds: readonly string[] = [];
  private portalId: string | null = null;
  private attended: Attended | null = null;
  private place: string | null = null;
  private noticeFollowers = 0;
  private source: EventStream | undefined;
  private lastId: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retrying: ReturnType<typeof setTimeout> | undefined;
  private retryMs = RETRY_MS.first;
  private isSuspended = false;
  private isHidden = false;
  private releaseSlot = () => {};
  private isOver = false;

  constructor(options: LiveStreamOptions) {
    this.options = options;
  }

  /** @returns how to stop listening */
  on<Name extends keyof LiveEvents>(name: Name, listener: (data: LiveEvents[Name]) => void): () => void {
    const own = this.listeners.get(name) ?? new Set<Listener>();
    this.listeners.set(name, own.add(listener));
    return () => own.delete(listener);
  }

  /** Follows these layers, and no others; on the map of a portal, also the portal's list of layers. */
  follow(layerIds: readonly string[], portalId: string | null = null): void {
    const wanted = layerIds.toSorted();
    if (wanted.join() === this.layerIds.join() && portalId === this.portalId) return;
    this.layerIds = wanted;
    this.portalId = portalId;
    this.connect();
  }

  /**
   * Attends this contribution, and no other; null attends none.
   *
   * @param place the change that the person is looking at
   */
  attend(attended: Attended | null, place: string | null = null): void {
    if (JSON.stringify(attended) === JSON.stringify(this.attended)) return;
    this.attended = attended;
    this.place = place;
    this.connect();
  }

  /** Follows new notifications of the signed-in person while at least one part of the page has requested it. */
  followNotices(isFollowing: boolean): void {
    const before = this.noticeFollowers > 0;
    this.noticeFollowers = Math.max(0, this.noticeFollowers + (isFollowing ? 1 : -1));
    if (before !== this.noticeFollowers > 0) this.connect();
  }

  /** Reports the change that the person is looking at; sent again after a reconnection. */
  setPlace(place: string | null): void {
    this.place = place;
  }

  /** The page was hidden, or is visible again. */
  setVisible(isVisible: boolean): void {
    clearTimeout(this.timer);
    this.releaseSlot();
    this.isHidden = !isVisible;
    if (!isVisible) {
      this.timer = setTimeout(() => void this.keepHidden(), HIDDEN_MS.following);
      return;
    }
    const wasSuspended = this.isSuspended;
    this.isSuspended = false;
    if (wasSuspended || this.source?.readyState === CLOSED) this.connect();
  }

  /** For a page that opens hidden: it follows nothing until it is shown. */
  suspend(): void {
    this.releaseSlot();
    this.isSuspended = true;
    this.disconnect();
  }

  private async keepHidden(): Promise<void> {
    const leave = this.attended ? await this.options.hiddenSlot?.() : null;
    if (!leave || !this.isHidden || this.isOver) {
      leave?.();
      if (this.isHidden) this.suspend();
      return;
    }
    this.releaseSlot = () => {
      this.releaseSlot = () => {};
      leave();
    };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.suspend(), HIDDEN_MS.attending);
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.releaseSlot();
    this.disconnect();
  }

  private disconnect(): void {
    clearTimeout(this.retrying);
    this.source?.close();
    this.source = undefined;
  }

  private connect(): void {
    this.disconnect();
    if (this.isOver || this.isSuspended || !(this.layerIds.length > 0 || this.attended || this.noticeFollowers > 0)) return;
    const source = this.options.open(`${this.options.path ?? "/events"}?${this.query()}`);
    this.source = source;
    for (const name of EVENTS) {
      source.addEventListener(name, ({ data, lastEventId }) => {
        if (this.source !== source) return;
        if (lastEventId) this.lastId = lastEventId;
        if (name === "ready" || name === "standing") this.retryMs = RETRY_MS.first;
        for (const listener of this.listeners.get(name) ?? []) listener(JSON.parse(String(data)) as never);
      });
    }
    source.addEventListener("error", () => {
      // EventSource reconnects by itself after a broken connection, but not after an error answer.
      if (this.source !== source || source.readyState !== CLOSED) return;
      clearTimeout(this.retrying);
      this.retrying = setTimeout(() => this.connect(), this.retryMs * (0.75 + Math.random() / 2));
      this.retryMs = Math.min(this.retryMs * 2, RETRY_MS.most);
    });
  }

  private query(): URLSearchParams {
    const { layerIds, portalId, attended, place, lastId } = this;
    return new URLSearchParams({
      ...(layerIds.length > 0 && { layers: layerIds.join(","), ...(portalId !== null && { portal: portalId }) }),
      ...(attended && {
        community: attended.communityId,
        contribution: attended.contributionId,
        tab: attended.tab,
        part: attended.part,
        ...(place !== null && { place }),
      }),
      ...(this.noticeFollowers > 0 && { notices: "1" }),
      ...(layerIds.length > 0 && lastId !== undefined && { after: lastId }),
    });
  }
}
