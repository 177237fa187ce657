import pg from "pg";

/** Notifies listeners in every process of changes in the database. A signal may be lost: it only saves waiting for the next poll. */
export interface Notifier {
  signal(): void;
  /** @returns how to stop listening */
  onSignal(listener: () => void): () => void;
  /**
   * Sends a short text to all listeners in every process, this one included. It is not stored: a listener that misses it must not depend on
   * it.
   *
   * @param text at most `MAX_TEXT_BYTES` of UTF-8
   * @throws RangeError when it is longer
   */
  broadcast(text: string): void;
  /** @returns how to stop listening */
  onBroadcast(listener: (text: string) => void): () => void;
  close(): Promise<void>;
}

/** Fits into one NOTIFY (8000 bytes) with its JSON around it. */
const MAX_TEXT_BYTES = 6000;

/** The embedded database serves one process, so it calls the listeners directly. */
export function embeddedNotifier(): Notifier {
  const listeners = new Set<() => void>();
  const receivers = new Set<(text: string) => void>();
  return {
    signal: () => callAll(listeners),
    onSignal: (listener) => addTo(listeners, listener),
    broadcast(text) {
      assertShort(text);
      for (const receive of receivers) receive(text);
    },
    onBroadcast: (listener) => addTo(receivers, listener),
    async close() {
      listeners.clear();
      receivers.clear();
    },
  };
}

const CHANNEL = "archipel_outbox";
const TEXT_CHANNEL = "archipel_words";
/** NOTIFY makes commits wait for each other, so the first signal is sent at once and those of the next moment are merged. */
const DEBOUNCE_MS = 10;
const RECONNECT_MS = 500;
/** How long a connection may take to open, and after which silence the other side is looked for. */
const PATIENCE_MS = 10_000;

/** On a server: sends NOTIFY after the commit, outside its transaction; listens on a connection of its own, which reconnects. */
export function serverNotifier(url: string, pool: pg.Pool): Notifier {
  const listeners = new Set<() => void>();
  const receivers = new Set<(text: string) => void>();
  let unsent: string[] = [];
  let textTimer: NodeJS.Timeout | undefined;
  let sent = Promise.resolve();
  let client: pg.Client | undefined;
  let quietTimer: NodeJS.Timeout | undefined;
  let isPending = false;
  let reconnectTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const own = new pg.Client({
      connectionString: url,
      keepAlive: true,
      keepAliveInitialDelayMillis: PATIENCE_MS,
      connectionTimeoutMillis: PATIENCE_MS,
    });
    client = own;
    let isOver = false;
    const reconnect = () => {
      if (isOver) return;
      isOver = true;
      own.end().catch(() => {});
      if (!isClosed) reconnectTimer = setTimeout(connect, RECONNECT_MS);
    };
    own.on("error", reconnect);
    own.on("end", reconnect);
    own.on("notification", ({ channel, payload }) => {
      if (channel === CHANNEL) callAll(listeners);
      else for (const text of textsIn(payload ?? "")) for (const receive of receivers) receive(text);
    });
    try {
      await own.connect();
      await own.query(`LISTEN ${CHANNEL}; LISTEN ${TEXT_CHANNEL}`);
      // Signals sent while disconnected were missed.
      callAll(listeners);
    } catch {
      reconnect();
    }
  }

  function sendSignal(): void {
    pool.query(`NOTIFY ${CHANNEL}`).catch(() => {});
    quietTimer = setTimeout(() => {
      quietTimer = undefined;
      if (isPending && !isClosed) sendSignal();
      isPending = false;
    }, DEBOUNCE_MS);
  }

  function sendTexts(): void {
    textTimer = undefined;
    // One after the other: several connections of the pool could change the order.
    for (const payload of payloadsOf(unsent)) {
      sent = sent.then(() =>
        pool.query("SELECT pg_notify($1, $2)", [TEXT_CHANNEL, payload]).then(
          () => undefined,
          () => undefined,
        ),
      );
    }
    unsent = [];
  }

  return {
    signal() {
      callAll(listeners);
      if (quietTimer) isPending = true;
      else if (!isClosed) sendSignal();
    },
    onSignal(listener) {
      if (!client) void connect();
      return addTo(listeners, listener);
    },
    broadcast(text) {
      assertShort(text);
      if (isClosed) return;
      unsent.push(text);
      textTimer ??= setTimeout(sendTexts, DEBOUNCE_MS);
    },
    onBroadcast(listener) {
      if (!client) void connect();
      return addTo(receivers, listener);
    },
    async close() {
      isClosed = true;
      listeners.clear();
      receivers.clear();
      clearTimeout(textTimer);
      clearTimeout(quietTimer);
      clearTimeout(reconnectTimer);
      await sent;
      await client?.end().catch(() => {});
    },
  };
}

function assertShort(text: string): void {
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) throw new RangeError(`a text of more than ${MAX_TEXT_BYTES} bytes`);
}

/** Packs the texts of one moment into as few payloads as possible: one line each, in JSON, which has no line breaks. */
function payloadsOf(texts: readonly string[]): string[] {
  const payloads: string[] = [];
  for (const line of texts.map((text) => JSON.stringify(text))) {
    const last = payloads.at(-1);
    if (last !== undefined && Buffer.byteLength(last) + Buffer.byteLength(line) < 7900) payloads[payloads.length - 1] = `${last}\n${line}`;
    else payloads.push(line);
  }
  return payloads;
}

/** The texts in a payload; an empty list when the payload is not ours. */
function textsIn(payload: string): string[] {
  try {
    return payload.split("\n").map((line) => String(JSON.parse(line)));
  } catch {
    return [];
  }
}

function callAll(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}

function addTo<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
