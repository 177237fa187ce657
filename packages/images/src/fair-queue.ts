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

  /** @throws QueueFullError */
  async run<T>(community: string, caller: string, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limits.atOnce) this.#running++;
    else await this.#turn(community, caller);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#beginNext();
    }
  }

  #turn(community: string, caller: string): Promise<void> {
    const own = this.#communities.get(community)?.get(caller) ?? [];
    if (own.length >= this.#limits.waitingOfCaller) throw new QueueFullError("caller");
    if (this.#waiting >= this.#limits.waiting) throw new QueueFullError("all");
    const callers = this.#communities.get(community) ?? new Map<string, Waiting[]>();
    this.#communities.set(community, callers.set(caller, own));
    this.#waiting++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        own.splice(own.indexOf(waiting), 1);
        this.#forgetEmpty(community, caller);
        this.#waiting--;
        reject(new QueueFullError("all"));
      }, this.#limits.waitSeconds * 1000);
      const waiting: Waiting = {
        begin: () => {
          clearTimeout(timer);
          this.#waiting--;
          resolve();
        },
      };
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
