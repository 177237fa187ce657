import { AsyncLocalStorage } from "node:async_hooks";

/** What one piece of work may use, all its child processes and attempts together. */
export interface BudgetLimits {
  children: number;
  /** Processor time of the children, in seconds, for any work and for each megabyte that they read. */
  cpuSeconds: number;
  cpuSecondsAMegabyte: number;
  /** Wall-clock time of the work, in seconds, in the same way. */
  seconds: number;
  secondsAMegabyte: number;
}

export interface Spent {
  children: number;
  cpuSeconds: number;
  seconds: number;
}

/** The work used more than its budget. */
export class BudgetError extends Error {
  override name = "BudgetError";
  readonly limit: keyof Spent;
  /** The limit as it was when it was exceeded. */
  readonly most: number;

  constructor(limit: keyof Spent, most: number) {
    super(`the budget is over: more than ${Math.round(most)} ${limit}`);
    this.limit = limit;
    this.most = most;
  }
}

/** Children of work that used this much processor time let those of shorter work go first. */
const LONG_CPU_SECONDS = 10;
const NOTHING: Spent = { children: 0, cpuSeconds: 0, seconds: 0 };

/**
 * Counts what the children of one piece of work use. It grows with the bytes that they read, each file once: large data need more, and a
 * small file that is read again and again gets no more. `startChild` counts a child when it runs inside `withBudget`.
 */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #begun = performance.now();
  readonly #before: Spent;
  readonly #files = new Set<string>();
  #megabytes = 0;
  #children = 0;
  #endedCpuSeconds = 0;
  readonly #running = new Map<object, number>();
  #breach: BudgetError | null = null;

  /** @param before what earlier attempts used */
  constructor(limits: BudgetLimits, before: Spent = NOTHING) {
    this.#limits = limits;
    this.#before = before;
  }

  /** Counts a file that a child is going to read, unless it was counted. */
  growBy(path: string, bytes: number): void {
    if (this.#files.has(path)) return;
    this.#files.add(path);
    this.#megabytes += bytes / 2 ** 20;
  }

  /** @throws BudgetError when there may be no further child */
  countChild(): void {
    this.assertLeft();
    this.#children++;
    this.assertLeft();
  }

  /** Says what a child has used so far; `isOver` when it has ended. */
  count(child: object, cpuSeconds: number, isOver = false): void {
    if (isOver) {
      this.#running.delete(child);
      this.#endedCpuSeconds += cpuSeconds;
    } else this.#running.set(child, cpuSeconds);
  }

  get spent(): Spent {
    let cpuSeconds = this.#before.cpuSeconds + this.#endedCpuSeconds;
    for (const used of this.#running.values()) cpuSeconds += used;
    return {
      children: this.#before.children + this.#children,
      cpuSeconds,
      seconds: this.#before.seconds + (performance.now() - this.#begun) / 1000,
    };
  }

  /** Wall-clock seconds that are left. */
  get secondsLeft(): number {
    return Math.max(0, this.#most.seconds - this.spent.seconds);
  }

  get isLong(): boolean {
    return this.spent.cpuSeconds > LONG_CPU_SECONDS;
  }

  /** Why the work must end; null while something of each is left. It never becomes null again. */
  get breach(): BudgetError | null {
    if (this.#breach) return this.#breach;
    const [spent, most] = [this.spent, this.#most];
    const limit = (["children", "cpuSeconds", "seconds"] as const).find((one) => spent[one] > most[one]);
    if (limit) this.#breach = new BudgetError(limit, most[limit]);
    return this.#breach;
  }

  /** @throws BudgetError */
  assertLeft(): void {
    if (this.breach) throw this.breach;
  }

  get #most(): Spent {
    const { children, cpuSeconds, cpuSecondsAMegabyte, seconds, secondsAMegabyte } = this.#limits;
    return {
      children,
      cpuSeconds: cpuSeconds + cpuSecondsAMegabyte * this.#megabytes,
      seconds: seconds + secondsAMegabyte * this.#megabytes,
    };
  }
}

const current = new AsyncLocalStorage<Budget>();

/** Runs `work` so that each child started in it is counted, and killed when the budget is over. */
export function withBudget<T>(budget: Budget, work: () => T): T {
  return current.run(budget, work);
}

/** The budget of the running work; undefined outside of one. */
export function currentBudget(): Budget | undefined {
  return current.getStore();
}
