import pg from "pg";

/** Wakes whoever waits for news in the database, in every process. A ring may be lost: it only saves waiting for the next look. */
export interface Bell {
  ring(): void;
  /** @returns how to stop listening */
  onRing(listener: () => void): () => void;
  /**
   * Says something small to whoever listens, in every process, this one included. It is kept nowhere: who does not hear it must not need
   * it.
   *
   * @param text at most `LONGEST_WORD` bytes of UTF-8
   * @throws RangeError when it is longer
   */
  say(text: string): void;
  /** @returns how to stop listening */
  onSaid(listener: (text: string) => void): () => void;
  close(): Promise<void>;
}

/** What fits into one NOTIFY (8000 bytes), with room for what is around it. */
const LONGEST_WORD = 6000;

/** The embedded database has one process: its bell rings there. */
export function embeddedBell(): Bell {
  const listeners = new Set<() => void>();
  const hearers = new Set<(text: string) => void>();
  return {
    ring: () => callAll(listeners),
    onRing: (listener) => added(listeners, listener),
    say(text) {
      refuseLong(text);
      for (const hear of hearers) hear(text);
    },
    onSaid: (listener) => added(hearers, listener),
    async close() {
      listeners.clear();
      hearers.clear();
    },
  };
}

const CHANNEL = "archipel_outbox";
const WORDS = "archipel_words";
/** NOTIFY makes commits wait for each other: the first ring goes at once, those of the next moment become one. */
const DEBOUNCE_MS = 10;
const RECONNECT_MS = 500;

/** On a server: NOTIFY, after the commit and apart from it; LISTEN on a connection of its own, made again when it breaks. */
export function serverBell(url: string, pool: pg.Pool): Bell {
  const listeners = new Set<() => void>();
  const hearers = new Set<(text: string) => void>();
  let unsaid: string[] = [];
  let saying: NodeJS.Timeout | undefined;
  let said = Promise.resolve();
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
    own.on("notification", ({ channel, payload }) => {
      if (channel === CHANNEL) callAll(listeners);
      else for (const text of wordsIn(payload ?? "")) for (const hear of hearers) hear(text);
    });
    try {
      await own.connect();
      await own.query(`LISTEN ${CHANNEL}; LISTEN ${WORDS}`);
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

  function sayAll(): void {
    saying = undefined;
    // One after the other: the pool's connections would overtake each other.
    for (const payload of payloadsOf(unsaid)) {
      said = said.then(() =>
        pool.query("SELECT pg_notify($1, $2)", [WORDS, payload]).then(
          () => undefined,
          () => undefined,
        ),
      );
    }
    unsaid = [];
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
    say(text) {
      refuseLong(text);
      if (isClosed) return;
      unsaid.push(text);
      saying ??= setTimeout(sayAll, DEBOUNCE_MS);
    },
    onSaid(listener) {
      if (!client) void connect();
      return added(hearers, listener);
    },
    async close() {
      isClosed = true;
      listeners.clear();
      hearers.clear();
      clearTimeout(saying);
      clearTimeout(quiet);
      clearTimeout(waiting);
      await said;
      await client?.end().catch(() => {});
    },
  };
}

function refuseLong(text: string): void {
  if (Buffer.byteLength(text) > LONGEST_WORD) throw new RangeError(`a word of more than ${LONGEST_WORD} bytes`);
}

/** Words of one moment, in as few notices as hold them: a line each, in JSON, which has no line breaks. */
function payloadsOf(words: readonly string[]): string[] {
  const payloads: string[] = [];
  for (const line of words.map((word) => JSON.stringify(word))) {
    const last = payloads.at(-1);
    if (last !== undefined && Buffer.byteLength(last) + Buffer.byteLength(line) < 7900) payloads[payloads.length - 1] = `${last}\n${line}`;
    else payloads.push(line);
  }
  return payloads;
}

/** The words of a notice; none when it is not one of ours. */
function wordsIn(payload: string): string[] {
  try {
    return payload.split("\n").map((line) => String(JSON.parse(line)));
  } catch {
    return [];
  }
}

function callAll(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}

function added<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
