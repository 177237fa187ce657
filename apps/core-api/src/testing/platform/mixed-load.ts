import { setTimeout as delay } from "node:timers/promises";

interface Load {
  readonly readers: number;
  readonly writers: number;
  /** Reads something; `turn` differs from call to call. */
  readonly read: (turn: number) => Promise<Response>;
  /** Writes one thing of that name, which no other has. */
  readonly write: (name: string) => Promise<Response>;
}

interface Failure {
  readonly atMs: number;
  readonly what: string;
}

/** Readers and writers who never stop, and what they saw. */
export class MixedLoad {
  readonly readErrors: Failure[] = [];
  readonly writeErrors: Failure[] = [];
  /** The names of the writes that were answered with success. */
  readonly acknowledged: string[] = [];
  slowestReadMs = 0;
  private reads = 0;
  private isOver = false;
  private readonly begun = performance.now();
  /** The longest time for which a writer saw errors: from the first one to the call that succeeded. */
  private longestOutage = 0;
  private callers: Promise<void>[] = [];
  private readonly load: Load;

  constructor(load: Load) {
    this.load = load;
  }

  start(): void {
    const { readers, writers } = this.load;
    this.callers = [
      ...Array.from({ length: readers }, (_, at) => this.readOn(at)),
      ...Array.from({ length: writers }, (_, at) => this.writeOn(at)),
    ];
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.callers);
  }

  longestWriteOutageMs(): number {
    return this.longestOutage;
  }

  summary(): string {
    const { reads, acknowledged, readErrors, writeErrors } = this;
    return (
      `${reads} reads, ${readErrors.length} failed, the slowest in ${Math.round(this.slowestReadMs)} ms; ` +
      `${acknowledged.length} writes, ${writeErrors.length} failed, for ${Math.round(this.longestOutage)} ms at most`
    );
  }

  private async readOn(reader: number): Promise<void> {
    for (let turn = reader; !this.isOver; turn += 7) {
      const begun = performance.now();
      const failure = await outcome(this.load.read(turn));
      this.slowestReadMs = Math.max(this.slowestReadMs, performance.now() - begun);
      this.reads++;
      if (failure !== null) this.readErrors.push({ atMs: Math.round(begun - this.begun), what: failure });
      await delay(3);
    }
  }

  private async writeOn(writer: number): Promise<void> {
    let failingSince: number | null = null;
    for (let turn = 0; !this.isOver; turn++) {
      const name = `Écrit ${this.begun.toFixed(0)} ${writer} ${turn}`;
      const begun = performance.now();
      const failure = await outcome(this.load.write(name));
      if (failure === null) {
        this.acknowledged.push(name);
        if (failingSince !== null) this.longestOutage = Math.max(this.longestOutage, begun - failingSince);
        failingSince = null;
      } else {
        this.writeErrors.push({ atMs: Math.round(begun - this.begun), what: failure });
        failingSince ??= performance.now();
      }
      await delay(15);
    }
    // One that never ended.
    if (failingSince !== null) this.longestOutage = Math.max(this.longestOutage, performance.now() - failingSince);
  }
}

/** Null for success, and for a body that arrived whole. */
async function outcome(answer: Promise<Response>): Promise<string | null> {
  try {
    const response = await answer;
    const body = await response.text();
    return response.ok ? null : `${response.status} ${body.slice(0, 200)}`;
  } catch (error) {
    return error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ""}` : String(error);
  }
}
