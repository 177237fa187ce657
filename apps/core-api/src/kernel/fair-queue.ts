/** Why work was not begun. */
export class QueueFullError extends Error {
  override name = "QueueFullError";
  /** `caller`: this caller has too much waiting. `all`: everyone together has, or it waited too long. */
  readonly whose: "caller" | "all";

  constructor(whose: QueueFullError["whose"]) {
    super(`the queue is full: ${whose}`);
    this.whose = whose;
  }
}

export interface QueueLimits {
  /** Work that runs at the same time. */
  atOnce: number;
  waitingOfCaller: number;
  waiting: number;
  waitSeconds: number;
}

interface Waiting {
  begin(): void;
}

/**
 * Runs a few pieces of work at a time. When one ends, the next community has its turn, and in it its next caller: someone who sends much waits
 * behind themselves, and everyone else waits for one piece of their work at most.
 */
export class FairQueue {
  readonly #limits: QueueLimits;
  /** Communities in the order of their turns, their callers in the order of theirs. */
  readonly #communities = new Map<string, Map<string, Waiting[]>>();
  #waiting = 0;
  #running = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** How much runs and how much waits, for tests and metrics. */
  get load(): { running: number; waiting: number } {
    return { running: this.#running, waiting: this.#waiting };
  }

  /**
   * @param left aborted when the caller no longer waits: their work gives up its place, and is not begun
   * @throws QueueFullError, or the reason of `left`
   */
  async run<T>(community: string, caller: string, work: () => Promise<T>, left?: AbortSignal): Promise<T> {
    left?.throwIfAborted();
    if (this.#running < this.#limits.atOnce) this.#running++;
    else await this.#turn(community, caller, left);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#beginNext();
    }
  }

  #turn(community: string, caller: string, left: AbortSignal | undefined): Promise<void> {
    const own = this.#communities.get(community)?.get(caller) ?? [];
    if (own.length >= this.#limits.waitingOfCaller) throw new QueueFullError("caller");
    if (this.#waiting >= this.#limits.waiting) throw new QueueFullError("all");
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
      };
      left?.addEventListener("abort", leave);
      own.push(waiting);
    });
  }

  #beginNext(): void {
    const [first] = this.#communities;
    if (!first) return;
    const [community, callers] = first;
    const [one] = callers;
    if (!one) return;
    const [caller, own] = one;
    const next = own.shift();
    // Both go behind the others, or go away when nothing of theirs waits.
    callers.delete(caller);
    callers.set(caller, own);
    this.#communities.delete(community);
    this.#communities.set(community, callers);
    this.#forgetEmpty(community, caller);
    if (!next) return;
    this.#running++;
    next.begin();
  }

  #forgetEmpty(community: string, caller: string): void {
    const callers = this.#communities.get(community);
    if (callers?.get(caller)?.length === 0) callers.delete(caller);
    if (callers?.size === 0) this.#communities.delete(community);
  }
}
