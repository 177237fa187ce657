import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";

/** A statement that a transaction begins with. */
interface First {
  readonly sql: string;
  /** Whether it was sent with BEGIN. */
  isSent: boolean;
}

const current = new AsyncLocalStorage<First>();

/** Runs `work`, in which the BEGIN that Prisma sends brings `sql` along: each transaction has one round trip less. */
export function beginWith<T>(sql: string, work: (first: Readonly<First>) => T): T {
  const first = { sql, isSent: false };
  return current.run(first, () => work(first));
}

/** Makes the BEGIN of Prisma's adapter, on a connection of the pool, bring along what `beginWith` holds. */
export function bringAlong(client: pg.PoolClient): void {
  const query = client.query.bind(client);
  const send = (what: unknown, ...rest: unknown[]) => Reflect.apply(query, client, [withFirst(what), ...rest]);
  client.query = send as typeof client.query;
}

/** The adapter sends an object with the text; our own driver sends texts. */
function withFirst(what: unknown): unknown {
  const first = current.getStore();
  if (!first || typeof what !== "object" || what === null || !("text" in what) || what.text !== "BEGIN") return what;
  first.isSent = true;
  return { ...what, text: `BEGIN; ${first.sql}` };
}
