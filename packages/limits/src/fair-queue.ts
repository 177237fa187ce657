/** Why work was not begun. */
export class QueueFullError extends Error {
  override name = "QueueFullError";
  /** `caller`: this caller has too much waiting. `community`: all callers of the community have. `all`: everyone has, or it waited too long. */
  readonly whose: "caller" | "community" | "all";

  constructor(whose: QueueFullError["whose"]) {
    super(`the queue is full: ${whose}`);
    this.whose = whose;
  }
}

export interface QueueLimits {
  /** Work that runs at the same time. */
  atOnce: number;
  /** The same, of one caller; by default as much as of all. */
  atOnceOfCaller?: number;
  waitingOfCaller: number;
  /** Of all callers of a community; by default as much as of everyone. */
  waitingOfCommunity?: number;
  waiting: number;
  waitSeconds: number;
  /** When too much waits, the caller who has most waiting loses the last of it to one who has less; by default the newcomer is refused. */
  mostGiveWay?: boolean;
}

/** Which callers go first, where turns alone are not enough. */
export interface Order {
  /** Callers of a lower rank go first; among equals, turns decide. */
  rank(caller: string): number;
  /** Whether the caller may begin now. When that changes by itself, `look` must be called. */
  mayBegin(caller: string): boolean;
  /** The work of a caller begins, before anything of it runs. */
  began(caller: string): void;
}

interface Waiting {
  begin(): void;
  giveUp(reason: unknown): void;
}

/**
 * Runs a few pieces of work at a time. When one ends, the next community has its turn, and in it its next caller who may begin more: someone
 * who sends much waits behind themselves, and everyone else waits for one piece of their work at most.
 */
export class FairQueue {
  readonly #limits: QueueLimits;
  readonly #order: Order | undefined;
  /** Communities in the order of their turns, their callers in the order of theirs. */
  readonly #communities = new Map<string, Map<string, Waiting[]>>();
  /** How much of each caller runs; nothing of the others does. */
  readonly #runningOf = new Map<string, number>();
  #waiting = 0;
  #running = 0;

  constructor(limits: QueueLimits, order?: Order) {
    this.#limits = limits;
    this.#order = order;
  }

  /** How much runs and how much waits. */
  get load(): { running: number; waiting: number } {
    return { running: this.#running, waiting: this.#waiting };
  }

  /** How many callers wait. */
  get callersWaiting(): number {
    let callers = 0;
    for (const { size } of this.#communities.values()) callers += size;
    return callers;
  }

  /** Begins what may begin by now. */
  look(): void {
    while (this.#beginNext());
  }

  /** Why one more piece of work of this caller would be refused now; null when it would not. */
  refusal(community: string, caller: string): QueueFullError | null {
    if (this.#canBegin(community, caller)) return null;
    const { waitingOfCaller, waiting, waitingOfCommunity = waiting } = this.#limits;
    const callers = this.#communities.get(community);
    if ((callers?.get(caller)?.length ?? 0) >= waitingOfCaller) return new QueueFullError("caller");
    if (this.#waiting >= waiting) return new QueueFullError("all");
    let ofCommunity = 0;
    for (const { length } of callers?.values() ?? []) ofCommunity += length;
    return ofCommunity >= waitingOfCommunity ? new QueueFullError("community") : null;
  }

  /**
   * @param left aborted when the caller no longer waits: their work gives up its place, and is not begun
   * @throws QueueFullError, or the reason of `left`
   */
  async run<T>(community: string, caller: string, work: () => Promise<T>, left?: AbortSignal): Promise<T> {
    left?.throwIfAborted();
    if (this.#canBegin(community, caller)) this.#begin(community, caller);
    else await this.#turn(community, caller, left);
    try {
      return await work();
    } finally {
      this.#count(community, caller, -1);
      this.#beginNext();
    }
  }

  #canBegin(community: string, caller: string): boolean {
    const { atOnce, atOnceOfCaller = atOnce } = this.#limits;
    if (this.#running >= atOnce || (this.#runningOf.get(nameOf(community, caller)) ?? 0) >= atOnceOfCaller) return false;
    return this.#order?.mayBegin(caller) ?? true;
  }

  #begin(community: string, caller: string): void {
    this.#count(community, caller, 1);
    this.#order?.began(caller);
  }

  #count(community: string, caller: string, change: 1 | -1): void {
    const name = nameOf(community, caller);
    const left = (this.#runningOf.get(name) ?? 0) + change;
    if (left === 0) this.#runningOf.delete(name);
    else this.#runningOf.set(name, left);
    this.#running += change;
  }

  #turn(community: string, caller: string, left: AbortSignal | undefined): Promise<void> {
    const refusal = this.refusal(community, caller);
    if (refusal !== null && !this.#displace(refusal, community, caller)) throw refusal;
    const own = this.#communities.get(community)?.get(caller) ?? [];
    const callers = this.#communities.get(community) ?? new Map<string, Waiting[]>();
    this.#communities.set(community, callers.set(caller, own));
    this.#waiting++;
    return new Promise((resolve, reject) => {
      const stopWaiting = () => {
        clearTimeout(timer);
        left?.removeEventListener("abort", leave);
        this.#waiting--;
      };
      const giveUp = (reason: unknown) => {
        stopWaiting();
        own.splice(own.indexOf(waiting), 1);
        this.#forgetEmpty(community, caller);
        reject(reason);
      };
      const leave = () => giveUp(left?.reason);
      const timer = setTimeout(() => giveUp(new QueueFullError("all")), this.#limits.waitSeconds * 1000);
      const waiting: Waiting = {
        begin: () => {
          stopWaiting();
          resolve();
        },
        giveUp,
      };
      left?.addEventListener("abort", leave);
      own.push(waiting);
    });
  }

  /** Refuses the last work of the caller who has most waiting, in the community that is full or in all. @returns whether there is room now */
  #displace(refusal: QueueFullError, community: string, caller: string): boolean {
    if (!this.#limits.mostGiveWay || refusal.whose === "caller") return false;
    const full = this.#communities.get(community);
    const among = refusal.whose === "community" && full ? [full] : [...this.#communities.values()];
    let most: Waiting[] = [];
    for (const callers of among) for (const waiting of callers.values()) if (waiting.length > most.length) most = waiting;
    const own = full?.get(caller)?.length ?? 0;
    if (most.length <= own + 1) return false;
    most.at(-1)?.giveUp(refusal);
    return true;
  }

  /** @returns whether something began */
  #beginNext(): boolean {
    const next = this.#next();
    if (!next) return false;
    const { community, caller, callers, own } = next;
    const first = own.shift();
    // Both go behind the others, or go away when nothing of theirs waits.
    callers.delete(caller);
    callers.set(caller, own);
    this.#communities.delete(community);
    this.#communities.set(community, callers);
    this.#forgetEmpty(community, caller);
    if (!first) return false;
    this.#begin(community, caller);
    first.begin();
    return true;
  }

  /** The first in the order of turns who may begin something now; of several ranks, in the lowest. */
  #next() {
    let best = null;
    for (const [community, callers] of this.#communities) {
      for (const [caller, own] of callers) {
        if (!this.#canBegin(community, caller)) continue;
        const rank = this.#order?.rank(caller) ?? 0;
        if (best === null || rank < best.rank) best = { community, caller, callers, own, rank };
        if (!this.#order) return best;
      }
    }
    return best;
  }

  #forgetEmpty(community: string, caller: string): void {
    const callers = this.#communities.get(community);
    if (callers?.get(caller)?.length === 0) callers.delete(caller);
    if (callers?.size === 0) this.#communities.delete(community);
  }
}

function nameOf(community: string, caller: string): string {
  return JSON.stringify([community, caller]);
}
