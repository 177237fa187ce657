import type { Socket } from "node:net";
import pg from "pg";
import { connectError, noteConnectionError } from "./outage.ts";
import { statementLimits } from "./statement-limits.ts";

const TICK_MS = 500;
// Times are counted in ticks of this process's own loop: what came while the loop was busy has not been read yet.
/** A connection that is silent for this long while it owes an answer gives reason to ask the server whether it is there. */
const SUSPECT_TICKS = 4;
/** A server that does not answer this question in time is away. */
const PATIENCE_TICKS = 6;
/** Between two questions while statements simply take long. */
const PAUSE_TICKS = 10;
/** After the limit of its statement, a connection is given this long: the server cancels the statement by itself. */
const GRACE_TICKS = 30;

/** Ends the waits for a server that does not answer any more, because it is paused or the network drops everything. */
export interface Watch {
  /** Watches the connections of a pool. A caller that waits for one is refused while the server is away. */
  follow(pool: pg.Pool): void;
  close(): void;
}

interface Asked {
  bytesRead: number;
  silentTicks: number;
  /** After so many silent ticks the connection is given up, whatever the server says. */
  mostTicks: number;
}

interface Waiter {
  silentTicks: number;
  refuse(error: Error): void;
}

/**
 * Sockets do not say that the other side is paused. So while a statement or a new connection gets no byte for two seconds, a connection of its own
 * asks the server; if that gets no answer either, all that is silent ends with an error, and no call waits until the server answers again. Statements
 * may be as long as they like while the server is there.
 *
 * @param url of the server itself: a pooler could let the question wait behind long transactions
 * @param tickMs shorter in tests
 */
export function watchServer(url: string, tickMs = TICK_MS): Watch {
  const asked = new Map<pg.PoolClient, Asked>();
  const waiters = new Set<Waiter>();
  let isAway = false;
  let isAsking = false;
  let isClosed = false;
  let pause = 0;
  let timer: NodeJS.Timeout | undefined;

  function begin(): void {
    timer ??= setTimeout(tick, tickMs).unref();
  }

  function tick(): void {
    timer = undefined;
    if (isClosed) return;
    for (const [client, one] of asked) {
      const { bytesRead } = socketOf(client);
      one.silentTicks = bytesRead === one.bytesRead ? one.silentTicks + 1 : 0;
      one.bytesRead = bytesRead;
      if (one.silentTicks >= one.mostTicks) giveUp(client);
    }
    for (const waiter of waiters) waiter.silentTicks++;
    pause--;
    if ((isAway || (pause <= 0 && isSuspect())) && !isAsking) void ask();
    if (isAway || asked.size > 0 || waiters.size > 0) begin();
  }

  const isSuspect = () => [...asked.values(), ...waiters].some(({ silentTicks }) => silentTicks >= SUSPECT_TICKS);

  async function ask(): Promise<void> {
    isAsking = true;
    const isThere = await answers(url, tickMs);
    isAsking = false;
    pause = PAUSE_TICKS;
    isAway = !isThere;
    if (isThere || isClosed) return;
    for (const waiter of waiters) waiter.refuse(serverAway());
    for (const [client, { silentTicks }] of asked) if (silentTicks >= SUSPECT_TICKS) giveUp(client);
  }

  function giveUp(client: pg.PoolClient): void {
    asked.delete(client);
    socketOf(client).destroy(serverAway());
  }

  function note(client: pg.PoolClient): void {
    const { bytesRead } = socketOf(client);
    const limit = statementLimits()?.milliseconds ?? Number.POSITIVE_INFINITY;
    asked.set(client, { bytesRead, silentTicks: 0, mostTicks: limit / tickMs + GRACE_TICKS });
    begin();
  }

  /** A connection of the pool; refuses at once while the server is away, and as soon as that is found. */
  function lent(connect: () => Promise<pg.PoolClient>): Promise<pg.PoolClient> {
    if (isAway) return Promise.reject(serverAway());
    const connecting = connect();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { silentTicks: 0, refuse: (error) => waiters.delete(waiter) && reject(error) };
      waiters.add(waiter);
      begin();
      connecting.then(
        (client) => (waiters.delete(waiter) ? resolve(client) : client.release()),
        (error: unknown) => waiter.refuse(connectError(error)),
      );
    });
  }

  return {
    follow(pool) {
      const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;
      const watched = (callback?: (error: Error | undefined, client?: pg.PoolClient, done?: pg.PoolClient["release"]) => void) => {
        const client = lent(connect);
        if (!callback) return client;
        client.then(
          (one) => callback(undefined, one, one.release),
          (error: Error) => callback(error, undefined, () => {}),
        );
        return undefined;
      };
      pool.connect = watched as typeof pool.connect;
      pool.on("connect", (client) => {
        const query = client.query.bind(client);
        client.query = ((...what: unknown[]) => {
          note(client);
          return Reflect.apply(query, client, what);
        }) as typeof client.query;
        client.on("drain", () => asked.delete(client));
        client.on("end", () => asked.delete(client));
      });
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** As `pg` makes it: the socket of a connection, or its TLS. */
const socketOf = ({ connection }: { readonly connection: pg.Connection }) => connection.stream as Socket;

function serverAway(): Error {
  return noteConnectionError(Object.assign(new Error("the database server does not answer"), { code: "ETIMEDOUT" }));
}

/** Whether the server answers: also by an error of its own, as one that has no connection left does. */
async function answers(url: string, tickMs: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  const isThere = client
    .connect()
    .then(() => client.query("SELECT 1"))
    .then(
      () => true,
      (error: unknown) => !isRefused(error),
    );
  const late = patience(tickMs);
  const answer = await Promise.race([isThere, late.over]);
  late.stop();
  if (answer) client.end().catch(() => {});
  else socketOf(client).destroy();
  return answer;
}

/** A server that shuts down refuses connections; one that cannot be looked up may still be there. */
const isRefused = (error: unknown) =>
  error instanceof Error && "code" in error && (error.code === "ECONNREFUSED" || error.code === "ENOENT");

function patience(tickMs: number): { over: Promise<false>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<false>((resolve) => {
    const count = (left: number) => {
      timer = setTimeout(() => (left > 1 ? count(left - 1) : resolve(false)), tickMs).unref();
    };
    count(PATIENCE_TICKS);
  });
  return { over, stop: () => clearTimeout(timer) };
}
