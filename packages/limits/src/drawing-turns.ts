import { Attempts } from "./attempts.ts";
import { FairQueue, QueueFullError } from "./fair-queue.ts";

/** What a request asks of a site, in pages: a page that is drawn, a call that goes through it, a file of the build. */
const WEIGHTS = { page: 1, call: 0.1, file: 0.02 } as const;
export type SiteWork = keyof typeof WEIGHTS;

/** A request that is not answered now. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: 429 | 503;
  /** A text of the area `errors`, with `seconds`. */
  readonly code: "too-many-requests" | "calls-waiting" | "portal-too-busy" | "calls-busy";
  readonly seconds: number;

  constructor(status: Refusal["status"], code: Refusal["code"], seconds: number) {
    super(code);
    this.status = status;
    this.code = code;
    this.seconds = seconds;
  }
}

/** Pages that are drawn at the same time. More would not be drawn sooner: Next has one thread, and waits for core-api a third of the time. */
const AT_ONCE = 8;
const QUEUE = {
  atOnce: AT_ONCE,
  atOnceOfCaller: 4,
  waitingOfCaller: 200,
  waitingOfCommunity: 200,
  waiting: 400,
  waitSeconds: 10,
  mostGiveWay: true,
};
const TRY_AGAIN_SECONDS = 5;

/** The period over which requests are counted. */
const PERIOD_SECONDS = 10;
/** What a caller may ask for: 60 pages at once, or 6 a second. A school or a town hall may share one address. */
const MOST = 60;
/** The same while pages wait: more than a person opens, less than a program. */
const MOST_WHILE_CROWDED = 8;
/** More pages than are drawn at once have waited for so long: the site is crowded. */
const CROWDED_AFTER_MS = 500;
/** How long it stays so: else those who flood would be let in again as soon as nobody waits. */
const CROWDED_FOR_MS = 10_000;

/**
 * Turns and budgets for what a site draws. Portals have turns, and in each of them its callers. A caller who asks for more than people do is
 * refused until they ask for less, sooner while pages wait. Each process counts for itself.
 */
export class DrawingTurns {
  readonly #queue = new FairQueue(QUEUE);
  readonly #attempts: Attempts;
  readonly #now: () => number;
  #fullSince: number | null = null;
  #crowdedUntil = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#attempts = new Attempts({ periodSeconds: PERIOD_SECONDS, now });
  }

  /** What is drawn and what waits, for tests. */
  get load(): { running: number; waiting: number } {
    return this.#queue.load;
  }

  /** Whether a page of the caller would be refused now. */
  isOver(caller: string): boolean {
    return this.#attempts.of(caller) > this.#limit("page");
  }

  /**
   * Counts a request.
   *
   * @param caller a network, a session; null: this machine, which has no budget
   * @throws Refusal when the caller has asked for too much
   */
  admit(caller: string | null, work: SiteWork): void {
    if (caller === null) return;
    this.#attempts.add(caller, WEIGHTS[work]);
    this.#assertWithin(caller, work);
  }

  /**
   * Draws a page when it is its caller's turn.
   *
   * @param community the portal, so that many callers of one portal wait behind each other; "" for what belongs to none
   * @param left aborted when the caller no longer waits: the page is not drawn then
   * @throws Refusal, or the reason of `left`
   */
  async draw<T>(community: string, caller: string | null, work: () => Promise<T>, left?: AbortSignal): Promise<T> {
    const inTurn = async () => {
      // Who flooded while they waited is not drawn for.
      if (caller !== null) this.#assertWithin(caller, "page");
      return work();
    };
    try {
      return await this.#queue.run(community, caller ?? "this machine", inTurn, left);
    } catch (error) {
      throw error instanceof QueueFullError ? refusalOf(error, community) : error;
    }
  }

  #assertWithin(caller: string, work: SiteWork): void {
    const limit = this.#limit(work);
    if (this.#attempts.of(caller) <= limit) return;
    throw new Refusal(429, "too-many-requests", Math.ceil(this.#attempts.secondsUntil(caller, limit)));
  }

  #limit(work: SiteWork): number {
    return work === "page" && this.#isCrowded() ? MOST_WHILE_CROWDED : MOST;
  }

  #isCrowded(): boolean {
    const now = this.#now();
    if (this.#queue.load.waiting < AT_ONCE) this.#fullSince = null;
    else this.#fullSince ??= now;
    if (this.#fullSince !== null && now - this.#fullSince >= CROWDED_AFTER_MS) this.#crowdedUntil = now + CROWDED_FOR_MS;
    return now < this.#crowdedUntil;
  }
}

function refusalOf({ whose }: QueueFullError, community: string): Refusal {
  if (whose === "caller") return new Refusal(429, "calls-waiting", TRY_AGAIN_SECONDS);
  return new Refusal(503, whose === "community" && community !== "" ? "portal-too-busy" : "calls-busy", TRY_AGAIN_SECONDS);
}
