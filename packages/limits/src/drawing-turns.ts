import { Attempts } from "./attempts.ts";
import { FairQueue, QueueFullError } from "./fair-queue.ts";

/**
 * What a request asks of a site, in pages: a page that is drawn, the beginning of one that a page asks for before a person does, a call
 * that goes through the site, a file of the build.
 */
const WEIGHTS = { page: 1, ahead: 0.1, call: 0.1, file: 0.02 } as const;
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
/** The same while the site is crowded. */
const MOST_WHILE_CROWDED = 8;
/** What a person asks for at most, with what they still wait for. While the site is crowded, others wait for what these leave. */
const OF_A_PERSON = 5;
/** A site is crowded when so many callers wait for more pages than are drawn at once, for so long. */
const CROWDED_CALLERS = 4;
const CROWDED_AFTER_MS = 250;
/** How long it stays so: else those who flood would be let in again as soon as nobody waits. */
const CROWDED_FOR_MS = 10_000;
/** After a page for one who asks for more than a person, as many times its duration goes by: they get a sixteenth of the time. */
const PAUSE = 15;

const THIS_MACHINE = "this machine";

/**
 * Turns and budgets for what a site draws. Who asked for least goes first, then portals have turns, and in each of them its callers. A caller
 * who asks for more than people do is refused until they ask for less. Each process counts for itself.
 */
export class DrawingTurns {
  readonly #queue: FairQueue;
  readonly #attempts: Attempts;
  readonly #now: () => number;
  /** What each caller waits for, or is being drawn. */
  readonly #open = new Map<string, number>();
  #fullSince: number | null = null;
  #crowdedUntil = 0;
  /** The one page that is drawn for a caller who asks for more than a person. */
  #heavy: { readonly caller: string; isDrawn: boolean } | null = null;
  #heavyFrom = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#attempts = new Attempts({ periodSeconds: PERIOD_SECONDS, now });
    this.#queue = new FairQueue(QUEUE, {
      // 1, 2–3, 4–7…: equal enough for turns.
      rank: (caller) => Math.floor(Math.log2(1 + this.#asked(caller))),
      mayBegin: (caller) => !this.#isHeavy(caller) || (this.#heavy === null && this.#now() >= this.#heavyFrom),
      began: (caller) => {
        if (this.#isHeavy(caller)) this.#heavy = { caller, isDrawn: false };
      },
    });
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
    const name = caller ?? THIS_MACHINE;
    this.#open.set(name, (this.#open.get(name) ?? 0) + 1);
    try {
      return await this.#queue.run(community, name, () => this.#inTurn(caller, work), left);
    } catch (error) {
      throw error instanceof QueueFullError ? refusalOf(error, community) : error;
    } finally {
      const open = (this.#open.get(name) ?? 0) - 1;
      if (open > 0) this.#open.set(name, open);
      else this.#open.delete(name);
    }
  }

  async #inTurn<T>(caller: string | null, work: () => Promise<T>): Promise<T> {
    if (caller === null) return work();
    const start = this.#now();
    const heavy = this.#heavy?.caller === caller && !this.#heavy.isDrawn ? this.#heavy : null;
    if (heavy) heavy.isDrawn = true;
    try {
      // Who flooded while they waited is not drawn for.
      this.#assertWithin(caller, "page");
      return await work();
    } finally {
      if (heavy) this.#pauseAfter(this.#now() - start);
    }
  }

  #pauseAfter(milliseconds: number): void {
    this.#heavy = null;
    this.#heavyFrom = this.#now() + PAUSE * milliseconds;
    setTimeout(() => this.#queue.look(), PAUSE * milliseconds);
  }

  #asked(caller: string): number {
    return this.#attempts.of(caller) + (this.#open.get(caller) ?? 0);
  }

  #isHeavy(caller: string): boolean {
    return caller !== THIS_MACHINE && this.#asked(caller) > OF_A_PERSON && this.#isCrowded();
  }

  #assertWithin(caller: string, work: SiteWork): void {
    const limit = this.#limit(work);
    if (this.#attempts.of(caller) <= limit) return;
    throw new Refusal(429, "too-many-requests", Math.ceil(this.#attempts.secondsUntil(caller, limit)));
  }

  #limit(work: SiteWork): number {
    return (work === "page" || work === "ahead") && this.#isCrowded() ? MOST_WHILE_CROWDED : MOST;
  }

  #isCrowded(): boolean {
    const now = this.#now();
    if (this.#queue.load.waiting < AT_ONCE || this.#queue.callersWaiting < CROWDED_CALLERS) this.#fullSince = null;
    else this.#fullSince ??= now;
    if (this.#fullSince !== null && now - this.#fullSince >= CROWDED_AFTER_MS) this.#crowdedUntil = now + CROWDED_FOR_MS;
    return now < this.#crowdedUntil;
  }
}

function refusalOf({ whose }: QueueFullError, community: string): Refusal {
  if (whose === "caller") return new Refusal(429, "calls-waiting", TRY_AGAIN_SECONDS);
  return new Refusal(503, whose === "community" && community !== "" ? "portal-too-busy" : "calls-busy", TRY_AGAIN_SECONDS);
}
