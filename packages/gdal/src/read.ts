import { rm } from "node:fs/promises";
import { parseCopyText } from "./copy-text.ts";
import { defaultLimits, type FeatureRow, type LayerSource, type SandboxLimits, type SourceField, UnreadableError } from "./model.ts";
import { makeWorkDirectory, runSandbox, type SandboxUsage } from "./sandbox/process.ts";

export interface ReadOptions {
  /** Fields to read, in the order of the rows' values. */
  fields: readonly SourceField[];
  /** Stop after so many features. */
  limit?: number;
  limits?: Partial<SandboxLimits>;
  /** Told once, when the child has ended. */
  onUsage?: (usage: SandboxUsage) => void;
}

/**
 * Streams the features of one layer in batches, in the order of the file. The child is slowed down to the reader's pace and killed when
 * the reader stops early. Curves come as lines; Z is kept, and is 0 in a layer that does not say whether it has heights (`hasZ` null); the EWKB carries no SRID, the CRS is the reader's knowledge.
 *
 * @throws UnreadableError when the file breaks in the middle
 */
export async function* readLayer(path: string, source: LayerSource, options: ReadOptions): AsyncGenerator<FeatureRow[]> {
  const limits = { ...defaultLimits, ...options.limits };
  const workDirectory = await makeWorkDirectory();
  const run = runSandbox({ kind: "read", path, source, limit: options.limit ?? null, workDirectory, limits }, path);
  try {
    yield* parseCopyText(run.rows, options.fields);
    await run.reply;
  } catch (error) {
    // A pipe that broke says less than the child's own reason.
    if (!(error instanceof UnreadableError)) await run.reply;
    throw error;
  } finally {
    run.stop();
    options.onUsage?.(run.usage());
    await rm(workDirectory, { recursive: true, force: true });
  }
}
