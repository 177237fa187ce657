import type { ContributionStanding, PresencePart, Present } from "@archipel/contracts/presence.ts";
import type { LayerEdit } from "./live-layers.ts";

/** The part of EventSource that is used. */
export interface EventStream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void;
  close(): void;
}

/** What the stream tells, by the name of its event. */
export interface LiveEvents {
  edited: LayerEdit;
  /** Where layers stand, once all that was missed was told. */
  ready: { revisions: Record<string, number> };
  /** How the layers are shown, or what the portal lists, changed. */
  look: object;
  /** The other pages that have the attended contribution open. */
  present: { people: Present[] };
  standing: ContributionStanding;
  /** To be answered, or the page is taken for gone. */
  beat: object;
  /** The attended contribution is not there any more. */
  closed: object;
  /** Something new was told to the person who is signed in. */
  notices: object;
}

/** A contribution that the page has open. */
export interface Attended {
  readonly communityId: string;
  readonly contributionId: string;
  /** The page's own name. */
  readonly tab: string;
  readonly part: PresencePart;
}

export interface LiveStreamOptions {
  /** Makes a connection: `(url) => new EventSource(url)`. */
  open: (url: string) => EventStream;
  /** The address under which the site offers core-api's `/events`; `/events` unless given. */
  path?: string;
  /** Takes one of the few places of hidden pages; null when none is free. @returns how it is given back */
  hiddenPlace?: () => Promise<(() => void) | null>;
}

const EVENTS: readonly (keyof LiveEvents)[] = ["edited", "ready", "look", "present", "standing", "beat", "closed", "notices"];
/** EventSource has given up: an answer was an error. */
const CLOSED = 2;
/**
 * A page that nobody looks at for so long needs no connection; it catches up when it is shown again. Where it has a contribution open,
 * others may want to know for longer, if it finds a free place: browsers open few connections to a host.
 */
const HIDDEN_MS = { following: 20_000, attending: 600_000 };
const RETRY_MS = { first: 5_000, most: 60_000 };

type Listener = (data: never) => void;

/**
 * The page's one connection to `/events`, for the layers in view and the contribution that is open: a browser opens few connections to a
 * host. It is kept open while the page is looked at; what came while it was closed is told when it opens again.
 */
export class LiveStream {
  private readonly options: LiveStreamOptions;
  private readonly listeners = new Map<keyof LiveEvents, Set<Listener>>();
  private layerIds: readonly string[] = [];
  private portalId: string | null = null;
  private attended: Attended | null = null;
  private place: string | null = null;
  private hearers = 0;
  private source: EventStream | undefined;
  private lastId: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retrying: ReturnType<typeof setTimeout> | undefined;
  private retryMs = RETRY_MS.first;
  private isAsleep = false;
  private isHidden = false;
  private leavePlace = () => {};
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

  /** Follows these layers, and no others; on the map of a portal, what it lists too. */
  follow(layerIds: readonly string[], portalId: string | null = null): void {
    const wanted = layerIds.toSorted();
    if (wanted.join() === this.layerIds.join() && portalId === this.portalId) return;
    this.layerIds = wanted;
    this.portalId = portalId;
    this.connect();
  }

  /**
   * Has this contribution open, and no other; null: none.
   *
   * @param place at which change of it the page is
   */
  attend(attended: Attended | null, place: string | null = null): void {
    if (JSON.stringify(attended) === JSON.stringify(this.attended)) return;
    this.attended = attended;
    this.place = place;
    this.connect();
  }

  /** Is told when the signed-in person has new notices, until each part of the page that asked for it does no more. */
  hear(hearsNotices: boolean): void {
    const before = this.hearers > 0;
    this.hearers = Math.max(0, this.hearers + (hearsNotices ? 1 : -1));
    if (before !== this.hearers > 0) this.connect();
  }

  /** At which change the page is; said again when it comes back after a cut. */
  at(place: string | null): void {
    this.place = place;
  }

  /** The page is hidden, or shown again. */
  shown(isShown: boolean): void {
    clearTimeout(this.timer);
    this.leavePlace();
    this.isHidden = !isShown;
    if (!isShown) {
      this.timer = setTimeout(() => void this.staysHidden(), HIDDEN_MS.following);
      return;
    }
    const wasAsleep = this.isAsleep;
    this.isAsleep = false;
    if (wasAsleep || this.source?.readyState === CLOSED) this.connect();
  }

  /** A page that was never looked at has nothing to follow yet. */
  sleep(): void {
    this.leavePlace();
    this.isAsleep = true;
    this.disconnect();
  }

  private async staysHidden(): Promise<void> {
    const leave = this.attended ? await this.options.hiddenPlace?.() : null;
    if (!leave || !this.isHidden || this.isOver) {
      leave?.();
      if (this.isHidden) this.sleep();
      return;
    }
    this.leavePlace = () => {
      this.leavePlace = () => {};
      leave();
    };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sleep(), HIDDEN_MS.attending);
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.leavePlace();
    this.disconnect();
  }

  private disconnect(): void {
    clearTimeout(this.retrying);
    this.source?.close();
    this.source = undefined;
  }

  private connect(): void {
    this.disconnect();
    if (this.isOver || this.isAsleep || !(this.layerIds.length > 0 || this.attended || this.hearers > 0)) return;
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
      // A broken line mends itself; an answer that is an error does not.
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
      ...(this.hearers > 0 && { notices: "1" }),
      ...(layerIds.length > 0 && lastId !== undefined && { after: lastId }),
    });
  }
}
