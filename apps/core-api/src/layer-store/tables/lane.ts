import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { OpenSession } from "./layer-table.ts";

/** Transactions that follow one another on one connection, beside the work of another connection: both processors of a small server work. */
export class Lane {
  readonly #open: OpenSession;
  #last: Promise<unknown> = Promise.resolve();

  constructor(open: OpenSession) {
    this.#open = open;
  }

  /** Runs work in its own transaction when all that was added before has ended; not at all when some of that failed. */
  add<T>(work: (sql: SqlSession) => Promise<T>): Promise<T> {
    const done = this.#last.then(() => this.#open(work));
    // `beside` reports a failure; without this line, one that comes before would end the process.
    done.catch(() => {});
    this.#last = done;
    return done;
  }

  /**
   * Waits for other work and for what it has added here, also when one of them fails: the clean-up that follows must not run beside the other.
   *
   * @returns the result of the other work
   * @throws what failed first of both
   */
  async beside<T>(other: Promise<T>): Promise<T> {
    const [result] = await Promise.allSettled([other]);
    const [added] = await Promise.allSettled([this.#last]);
    if (result.status === "rejected") throw result.reason;
    if (added.status === "rejected") throw added.reason;
    return result.value;
  }
}
