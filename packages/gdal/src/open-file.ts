import { createReadStream } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { CopyReader } from "./copy-text.ts";
import { failureOf } from "./failure.ts";
import { repairOf } from "./formats/encoding.ts";
import { findingOf, type InspectOptions } from "./inspect.ts";
import { defaultLimits, type FeatureRow, type InspectedLayer, type Inspection, ReadAgainError, UnreadableError } from "./model.ts";
import { readRows, type WrittenFile } from "./rows/read-rows.ts";
import { encodeRows, ROWS_VERSION } from "./rows/row-writer.ts";
import { makeWorkDirectory, runSandbox, type SandboxRun, type SandboxUsage, withWorkDirectory } from "./sandbox/process.ts";
import {
  type Announced,
  fileOfRows,
  INSPECTED,
  LAYER_BEGINS,
  LAYER_ENDS,
  LAYER_IN_FILE,
  type LayerEnd,
  type LayerInFile,
  ROWS_AHEAD,
  type RowsAhead,
} from "./sandbox/requests.ts";
import { grown, Lines, READ_BYTES } from "./sandbox/row-lines.ts";

/** A file that has been inspected. Its layers can each be read once, in order, without opening it again. */
export interface OpenedFile {
  inspection: Inspection;
  /** Consumption so far. */
  usage(): SandboxUsage;
  /**
   * The features of one layer that has a geometry, in batches, in the order of the file, as `readLayer` returns them.
   *
   * @throws UnreadableError when the file breaks in the middle, or the child ended too early
   * @throws ReadAgainError when a reader of our own met something unusual: drop what came, and call this again
   */
  rows(layer: InspectedLayer): AsyncGenerator<FeatureRow[]>;
  /** The stored rows of a layer that was read to its end; null when there are too many. */
  written(layer: InspectedLayer): WrittenFile | null;
  /** Whether `onAhead` got all rows of this layer, as `rows` would give them. */
  cameAhead(layer: InspectedLayer): boolean;
}

/** A layer as its first rows say it, while the child reads on. */
export type LayerAhead = Pick<RowsAhead, "source" | "fields" | "srid">;

export interface OpenOptions extends InspectOptions {
  /**
   * Gets the rows of a large GeoJSON file while it is still inspected, and reads them to their end. What it learns is void unless `cameAhead` says
   * otherwise: later rows may have other fields or types, or the file may break.
   */
  onAhead?: (layer: LayerAhead, rows: AsyncGenerator<FeatureRow[]>) => Promise<void>;
}

/** Limit of the stored rows of one layer. */
const MAX_WRITTEN_BYTES = 2 * 1024 ** 3;

/**
 * Inspects a file and reads its layers in one run of the sandbox, which pays once for starting a child and opening the file. A broken,
 * hostile or unsupported file is a finding, as for `inspectFile`. The child and its files end with `work`.
 *
 * @param path local file or folder; its name does not matter
 */
export async function withOpenedFile<T>(path: string, options: OpenOptions, work: (file: OpenedFile) => Promise<T>): Promise<T> {
  const limits = { ...defaultLimits, ...options.limits };
  const workDirectory = await makeWorkDirectory();
  const { fileName, encodings = {}, cloudRepairs = {}, heightChoices = {} } = options;
  const choices = { encodings, cloudRepairs, heightChoices };
  const request = { kind: "inspect", path, fileName, ...choices, withRows: true, workDirectory, limits } as const;
  const run = await runSandbox(request, path);
  try {
    return await withWorkDirectory(async (kept) => work(await RunningFile.begin(run, { own: workDirectory, kept }, options.onAhead)));
  } finally {
    run.stop();
    await rm(workDirectory, { recursive: true, force: true });
  }
}

class RunningFile implements OpenedFile {
  readonly inspection: Inspection;
  readonly #run: SandboxRun;
  readonly #lines: Lines;
  readonly #directories: Directories;
  readonly #written: Map<InspectedLayer, WrittenFile>;
  readonly #ahead: RowsAhead | null;

  private constructor(
    run: SandboxRun,
    lines: Lines,
    directories: Directories,
    { inspection, written }: Announced,
    ahead: RowsAhead | null = null,
  ) {
    this.#run = run;
    this.#ahead = ahead;
    this.#lines = lines;
    this.#directories = directories;
    this.inspection = inspection;
    this.#written = new Map(
      written.flatMap((file, number) => {
        const layer = inspection.layers[number];
        return file && layer ? [[layer, file] as const] : [];
      }),
    );
  }

  static async begin(run: SandboxRun, directories: Directories, onAhead: OpenOptions["onAhead"]): Promise<RunningFile> {
    const lines = new Lines(run.rows);
    try {
      let line = await lines.next();
      const ahead = line && rowsAheadIn(line);
      if (ahead) line = await readAhead(lines, ahead, onAhead);
      if (line?.toString("latin1", 0, INSPECTED.length) !== INSPECTED) {
        await run.reply;
        throw new UnreadableError("crash", "no inspection");
      }
      return new RunningFile(run, lines, directories, JSON.parse(line.toString("utf8", INSPECTED.length)) as Announced, ahead || null);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      const inspection = { driver: null, layers: [], rasters: [], clouds: [], documents: [], findings: [findingOf(error)] };
      return new RunningFile(run, lines, directories, { inspection, written: [] });
    }
  }

  usage(): SandboxUsage {
    return this.#run.usage();
  }

  written(layer: InspectedLayer): WrittenFile | null {
    return this.#written.get(layer) ?? null;
  }

  cameAhead(layer: InspectedLayer): boolean {
    const [ahead, written] = [this.#ahead, this.written(layer)];
    if (ahead === null || written?.path !== ahead.path) return false;
    const { format, entry, layer: name, hasZ } = layer.source;
    const found = { source: { format, entry, layer: name, hasZ }, fields: layer.fields, srid: layer.crs.srid };
    return isDeepStrictEqual(found, { source: ahead.source, fields: ahead.fields, srid: ahead.srid });
  }

  async *rows(layer: InspectedLayer): AsyncGenerator<FeatureRow[]> {
    const file = this.#written.get(layer);
    if (file) {
      yield* readRows(createReadStream(file.path, { highWaterMark: READ_BYTES }), file, layer.fields, layer.source.hasZ);
      return;
    }
    // Each layer gets as much time as a file that is read alone.
    this.#run.restartClock();
    const number = this.inspection.layers.indexOf(layer);
    const inFile = await this.#beginning(number);
    if (inFile) {
      const written = { path: join(this.#directories.own, fileOfRows(number)), version: ROWS_VERSION, columns: inFile.columns };
      yield* readRows(this.#growing(written.path), written, layer.fields, layer.source.hasZ);
      this.#written.set(layer, written);
      return;
    }
    const path = join(this.#directories.kept, `rows-${number}`);
    const writer = new RowsFile(path, await open(path, "w"));
    try {
      for await (const batch of this.#streamed(layer)) {
        await writer.add(batch);
        yield batch;
      }
      if (writer.isWhole) this.#written.set(layer, { path, version: ROWS_VERSION, columns: layer.fields.map(({ name }) => name) });
    } finally {
      await writer.close();
    }
  }

  /** Skips what does not concern a layer. @returns how its rows come in a file; null when they are streamed */
  async #beginning(layer: number): Promise<LayerInFile | null> {
    for (let line = await this.#lines.next(); line; line = await this.#lines.next()) {
      // A row begins with its geometry, never with a dash: only our marker lines do.
      const text = line[0] === DASH ? line.toString("utf8") : "";
      if (text === `${LAYER_BEGINS}${layer}`) return null;
      const found = text.startsWith(LAYER_IN_FILE) ? (JSON.parse(text.slice(LAYER_IN_FILE.length)) as LayerInFile) : null;
      if (found?.layer === layer) return found;
    }
    return this.#breaksOff();
  }

  async *#streamed(layer: InspectedLayer): AsyncGenerator<FeatureRow[]> {
    const { format, encoding } = layer.source;
    const reader = new CopyReader(layer.fields, repairOf(format, encoding));
    for (let line = await this.#lines.next(); line; line = this.#lines.ready() ?? (await this.#lines.next())) {
      // Also when a layer breaks within a row.
      const end = endIn(line);
      if (end) {
        const rest = reader.rest();
        if (rest.length > 0) yield rest;
        if (end.failure !== null) throw failureOf("broken", end.failure);
        return;
      }
      const rows = reader.take(line);
      if (rows) yield rows;
    }
    const rest = reader.rest();
    if (rest.length > 0) yield rest;
    await this.#breaksOff();
  }

  /** The bytes of a file that the child writes. */
  async *#growing(path: string): AsyncGenerator<Buffer> {
    const line = yield* grown(this.#lines, path);
    const end = line && endIn(line);
    if (end?.isLeftToGdal) throw new ReadAgainError();
    if (!end) await this.#breaksOff();
  }

  /** The reply of the child gives a better reason than the broken pipe. */
  async #breaksOff(): Promise<never> {
    await this.#run.reply;
    throw new UnreadableError("crash", "the rows break off");
  }
}

function rowsAheadIn(line: Buffer): RowsAhead | null {
  if (line.toString("latin1", 0, ROWS_AHEAD.length) !== ROWS_AHEAD) return null;
  return JSON.parse(line.toString("utf8", ROWS_AHEAD.length)) as RowsAhead;
}

/** Passes the rows to `onAhead`, if anybody asked for them. @returns the line after them; undefined when the child ended */
async function readAhead(lines: Lines, ahead: RowsAhead, onAhead: OpenOptions["onAhead"]): Promise<Buffer | undefined> {
  const { source, fields, srid, path } = ahead;
  let after: Buffer | undefined;
  async function* bytes() {
    after = yield* grown(lines, path);
  }
  const rows = readRows(bytes(), ahead, fields, source.hasZ);
  if (onAhead) await onAhead({ source, fields, srid }, rows);
  else for await (const _ of rows);
  return after;
}

/** The directory of the child, and one for rows that are stored while they are read. */
interface Directories {
  own: string;
  kept: string;
}

function endIn(line: Buffer): LayerEnd | null {
  if (line[0] !== DASH) return null;
  const text = line.toString("utf8");
  return text.startsWith(LAYER_ENDS) ? (JSON.parse(text.slice(LAYER_ENDS.length)) as LayerEnd) : null;
}

const DASH = 0x2d;

/** Stores rows in a file while they are read, unless there are too many. */
class RowsFile {
  readonly #path: string;
  readonly #file: FileHandle;
  #bytes = 0;
  isWhole = true;

  constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  async add(rows: readonly FeatureRow[]): Promise<void> {
    if (!this.isWhole) return;
    const bytes = encodeRows(rows);
    this.#bytes += bytes.length;
    this.isWhole = this.#bytes <= MAX_WRITTEN_BYTES;
    if (this.isWhole) await this.#file.write(bytes);
    else await rm(this.#path, { force: true });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
