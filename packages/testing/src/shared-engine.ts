import { readFile } from "node:fs/promises";
import { openEmbedded } from "@archipel/database/embedded-driver.ts";
import { type Baseline, catalogFingerprint, readBaseline, restore } from "./restore-engine.ts";

type Engine = Awaited<ReturnType<typeof openEmbedded>>["pglite"];
interface Kept {
  engine: Engine;
  baseline: Baseline;
}

/** A reset waits for a transaction that a test left open. After this time a new engine is started instead. */
const RESET_MS = 20_000;

/** The engine of this process that no test file uses at the moment. */
let idle: Kept | undefined;

/**
 * An embedded engine in the state of the snapshot. Starting an engine takes seconds, resetting one takes much less: the test files of a
 * process use the same engine, one after the other. A file that opens two at a time gets a second engine.
 *
 * @param snapshotFile path of a dump (`PGlite.dumpDataDir`)
 * @returns `giveBack` takes whether the engine is worn: then the next file gets a new one
 */
export async function borrowEngine(snapshotFile: string): Promise<{ engine: Engine; giveBack(isWorn: boolean): Promise<void> }> {
  const found = idle;
  idle = undefined;
  const kept = (found && (await isReset(found)) && found) || (await start(snapshotFile));
  return {
    engine: kept.engine,
    async giveBack(isWorn) {
      if (idle || isWorn) await kept.engine.close();
      else idle = kept;
    },
  };
}

async function start(snapshotFile: string): Promise<Kept> {
  const { pglite: engine } = await openEmbedded({ snapshot: new WholeBlob(await readFile(snapshotFile)) });
  return { engine, baseline: await readBaseline(engine) };
}

/** Gives its bytes as they are: a blob of Node copies them when it is made, and again, in small pieces, when it is read. */
class WholeBlob extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super([]);
    this.#bytes = bytes;
  }
  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = this.#bytes;
    return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  }
}

/** Restores the engine to its baseline; closes an engine that cannot be restored. */
async function isReset({ engine, baseline }: Kept): Promise<boolean> {
  const work = restore(engine, baseline).then(async () => (await catalogFingerprint(engine)) === baseline.fingerprint);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, RESET_MS, false);
  });
  const isDone = await Promise.race([work.catch(() => false), late]);
  clearTimeout(timer);
  if (!isDone) void engine.close().catch(() => {});
  return isDone;
}
