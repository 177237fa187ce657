import { pipeline, type Readable, Transform } from "node:stream";
import { FileStore } from "@tus/file-store";
import { diskFull, spaceLeft } from "../kernel/disk-space.ts";

/** Bytes that a transfer writes between two looks at the free space. */
const LOOK_BYTES = 4 * 1024 * 1024;

interface Guard {
  directory: string;
  expirationPeriodInMilliseconds: number;
  /** Bytes of the disk that uploads leave free. */
  reserve: number;
  /** Called when an upload found no space. */
  onFull: () => void;
}

/** The bytes of uploads under way, on a disk where they leave a reserve: what else the platform writes does not fail because of them. */
export class GuardedStore extends FileStore {
  readonly #guard: Guard;

  constructor(guard: Guard) {
    super({ directory: guard.directory, expirationPeriodInMilliseconds: guard.expirationPeriodInMilliseconds });
    this.#guard = guard;
  }

  /** @throws DomainError `disk-full` unless this many bytes fit */
  async demand(bytes: number): Promise<void> {
    if ((await spaceLeft(this.#guard.directory, this.#guard.reserve)) >= bytes) return;
    this.#guard.onFull();
    throw diskFull();
  }

  /** Looks at the free space while bytes arrive: other uploads take it at the same time. What was written is kept. */
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    await this.demand(0);
    let refusal: unknown;
    let unseen = 0;
    const looking = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        unseen += chunk.length;
        if (unseen < LOOK_BYTES) return done(null, chunk);
        unseen = 0;
        this.demand(0).then(
          () => done(null, chunk),
          (error: Error) => {
            refusal = error;
            done(error);
          },
        );
      },
    });
    pipeline(readable, looking, () => {});
    try {
      return await super.write(looking, id, offset);
    } catch (error) {
      // The store does not say why a write failed.
      await this.demand(0).catch((full) => {
        refusal ??= full;
      });
      throw refusal ?? error;
    }
  }
}
