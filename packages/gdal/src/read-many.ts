import { rm } from "node:fs/promises";
import { CopyReader, linesOf } from "./copy-text.ts";
import { failureOf, saysDiskFull } from "./failure.ts";
import { repairOf } from "./formats/encoding.ts";
import { defaultLimits, type FeatureRow, type LayerSource, type SandboxLimits, type SourceField, UnreadableError } from "./model.ts";
import { asWritten, writtenFields } from "./read.ts";
import { makeWorkDirectory, runSandbox } from "./sandbox/process.ts";
import { LAYER_BEGINS, LAYER_ENDS, type LayerEnd } from "./sandbox/requests.ts";

/** A layer to read, and the fields of it in the order of the rows' values. */
export interface LayerToRead {
  source: LayerSource;
  fields: readonly SourceField[];
}

/** A batch of one of the layers; `end` is set once for each layer, after its last batch. */
export interface LayerBatch {
  /** Its position in the requested list. */
  layer: number;
  rows: FeatureRow[];
  end: { failure: string | null } | null;
}

/**
 * Streams several layers of one file or archive from one child process, one after the other, with values as they are written. A broken layer
 * ends with its failure, and the next ones are still read. Starting a child costs more than reading a small table.
 *
 * @throws UnreadableError when the child itself ends too early
 */
export async function* readLayers(
  path: string,
  layers: readonly LayerToRead[],
  limits: Partial<SandboxLimits> = {},
): AsyncGenerator<LayerBatch> {
  const workDirectory = await makeWorkDirectory();
  const sources = layers.map(({ source }) => source);
  const request = { kind: "read-many", path, sources, isAsWritten: true, workDirectory, limits: { ...defaultLimits, ...limits } } as const;
  const run = await runSandbox({ ...request, sources }, path);
  try {
    yield* batchesOf(run.rows, layers);
    await run.reply;
  } catch (error) {
    // The reply of the child gives a better reason than the broken pipe.
    if (!(error instanceof UnreadableError)) await run.reply;
    throw error;
  } finally {
    run.stop();
    await rm(workDirectory, { recursive: true, force: true });
  }
}

async function* batchesOf(chunks: AsyncIterable<Uint8Array>, layers: readonly LayerToRead[]): AsyncGenerator<LayerBatch> {
  let layer = -1;
  let reader: CopyReader | null = null;
  const batch = (rows: FeatureRow[], end: LayerBatch["end"] = null): LayerBatch => {
    const fields = layers[layer]?.fields.length ?? 0;
    return { layer, rows: rows.map((row) => asWritten(row, fields)), end };
  };
  for await (const lines of linesOf(chunks))
    for (const line of lines) {
      // A row begins with its number, never with a dash: only our marker lines do, also when a layer breaks within a row.
      if (line[0] === 0x2d) {
        const text = line.toString("utf8");
        if (text.startsWith(LAYER_BEGINS)) {
          layer = Number(text.slice(LAYER_BEGINS.length));
          const asked = layers[layer];
          reader = asked
            ? new CopyReader(writtenFields(asked.source, asked.fields), repairOf(asked.source.format, asked.source.encoding))
            : null;
          continue;
        }
        if (text.startsWith(LAYER_ENDS)) {
          const { failure } = JSON.parse(text.slice(LAYER_ENDS.length)) as LayerEnd;
          if (failure !== null && saysDiskFull(failure)) throw failureOf("broken", failure);
          yield batch(reader?.rest() ?? [], { failure });
          reader = null;
          continue;
        }
      }
      const rows = reader?.take(line);
      if (rows) yield batch(rows);
    }
}
