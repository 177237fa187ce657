import pg from "pg";

/** Wakes whoever waits for news in the database, in every process. A ring may be lost: it only saves waiting for the next look. */
export interface Bell {
  ring(): void;
  /** @returns how to stop listening */
  onRing(listener: () => void): () => void;
  close(): Promise<void>;
}

/** The embedded database has one process: its bell rings there. */
export function embeddedBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring: () => callAll(listeners),
    onRing: (listener) => added(listeners, listener),
    close: async () => listeners.clear(),
  };
}

const CHANNEL = "archipel_outbox";
/** NOTIFY makes commits wait for each other: the first ring goes at once, those of the next moment become one. */
const DEBOUNCE_MS = 10;
const RECONNECT_MS = 500;

/** On a server: NOTIFY, after the commit and apart from it; LISTEN on a connection of its own, made again when it breaks. */
export function serverBell(url: string, pool: pg.Pool): Bell {
  const listeners = new Set<() => void>();
  let client: pg.Client | undefined;
  let quiet: NodeJS.Timeout | undefined;
  let isAskedAgain = false;
  let waiting: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const own = new pg.Client({ connectionString: url, keepAlive: true });
    client = own;
    let isOver = false;
    const again = () => {
      if (isOver) return;
      isOver = true;
      own.end().catch(() => {});
      if (!isClosed) waiting = setTimeout(connect, RECONNECT_MS);
    };
    own.on("error", again);
    own.on("end", again);
    own.on("notification", () => callAll(listeners));
    try {
      await own.connect();
      await own.query(`LISTEN ${CHANNEL}`);
      // What rang in between was not heard.
      callAll(listeners);
    } catch {
      again();
    }
  }

  function send(): void {
    pool.query(`NOTIFY ${CHANNEL}`).catch(() => {});
    quiet = setTimeout(() => {
      quiet = undefined;
      if (isAskedAgain && !isClosed) send();
      isAskedAgain = false;
    }, DEBOUNCE_MS);
  }

  return {
    ring() {
      callAll(listeners);
      if (quiet) isAskedAgain = true;
      else if (!isClosed) send();
    },
    onRing(listener) {
      if (!client) void connect();
      return added(listeners, listener);
    },
    async close() {
      isClosed = true;
      listeners.clear();
      clearTimeout(quiet);
      clearTimeout(waiting);
      await client?.end().catch(() => {});
    },
  };
}

function callAll(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}

function added(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
