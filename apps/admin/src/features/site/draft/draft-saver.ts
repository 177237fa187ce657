import { isUnsaved, nextSaveState, type SaveEvent, type SaveState } from "./saving.ts";

/** How long a person pauses before what was typed is sent. */
const PAUSE_MS = 1_000;
const RETRY_MS = 5_000;

export interface SaverOptions<Draft> {
  /** Stores a draft that is based on a revision, and returns its revision. */
  readonly send: (draft: Draft, basedOn: number) => Promise<{ readonly revision: number }>;
  readonly why: (error: unknown) => "offline" | "conflict" | "failed";
  readonly revision: number;
  readonly stored: Draft;
}

/**
 * Sends the draft of a page after each pause, one at a time and only the latest. While core-api cannot be reached, it tries again. After a
 * conflict nothing is sent until the person has chosen.
 */
export class DraftSaver<Draft> {
  readonly #options: SaverOptions<Draft>;
  readonly #listeners = new Set<() => void>();
  #state: SaveState = { kind: "saved", at: new Date() };
  #revision: number;
  #stored: Draft;
  #latest: Draft;
  #isWrong = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | null = null;

  constructor(options: SaverOptions<Draft>) {
    this.#options = options;
    this.#revision = options.revision;
    this.#stored = options.stored;
    this.#latest = options.stored;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** The revision of the draft that core-api holds, as far as this editor knows. */
  get revision(): number {
    return this.#revision;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** `isWrong`: core-api would refuse it. */
  change(draft: Draft, isWrong: boolean): void {
    if (draft === this.#latest && isWrong === this.#isWrong) return;
    this.#latest = draft;
    this.#isWrong = isWrong;
    this.#tell({ kind: "changed", isWrong });
    this.#plan(PAUSE_MS);
  }

  /** Sends what is not stored yet, now. Returns whether core-api has the latest draft. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    // What is typed while a draft is sent needs another round; a person does not type for ever.
    for (let round = 0; round < 5 && this.#isToSend(); round++) {
      await (this.#sending ?? this.#send());
    }
    return !isUnsaved(this.#state);
  }

  /** After a conflict: this draft is stored over the revision that the person has seen. */
  settle(draft: Draft, revision: number): void {
    this.#revision = revision;
    this.#latest = draft;
    this.#tell({ kind: "settled" });
    this.#plan(0);
  }

  /** The draft that core-api holds was read or made by it, as by a restoration. */
  restart(draft: Draft, revision: number): void {
    clearTimeout(this.#timer);
    this.#revision = revision;
    this.#stored = draft;
    this.#latest = draft;
    this.#isWrong = false;
    this.#state = { kind: "saved", at: new Date() };
    this.#notify();
  }

  /** Something was done that raised the revision and left the draft as it is. */
  rebase(revision: number): void {
    this.#revision = revision;
  }

  refuse(): void {
    this.#tell({ kind: "refused", why: "conflict", error: null });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #isToSend(): boolean {
    return this.#sending !== null || (isUnsaved(this.#state) && !this.#isWrong && this.#state.kind !== "conflict");
  }

  #plan(afterMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isWrong || this.#sending || this.#state.kind === "conflict") return;
    this.#timer = setTimeout(() => this.#send(), afterMs);
  }

  #send(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#latest === this.#stored) {
      // It was undone to what core-api has.
      this.#tell({ kind: "stored", isLatest: true, at: new Date() });
      return Promise.resolve();
    }
    const draft = this.#latest;
    this.#tell({ kind: "sent" });
    this.#sending = this.#options.send(draft, this.#revision).then(
      ({ revision }) => {
        this.#revision = revision;
        this.#stored = draft;
        this.#sending = null;
        this.#tell({ kind: "stored", isLatest: this.#latest === draft, at: new Date() });
        if (this.#latest === draft) return;
        if (this.#isWrong) this.#tell({ kind: "changed", isWrong: true });
        this.#plan(PAUSE_MS);
      },
      (error: unknown) => {
        this.#sending = null;
        const why = this.#options.why(error);
        this.#tell({ kind: "refused", why, error });
        if (why === "offline") this.#plan(RETRY_MS);
      },
    );
    return this.#sending;
  }

  #tell(event: SaveEvent): void {
    const next = nextSaveState(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
