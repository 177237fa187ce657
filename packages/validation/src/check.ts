import { setImmediate } from "node:timers/promises";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { canonicalSrid } from "@archipel/geo/crs.ts";
import type { Code } from "./codes.ts";
import type { Delivery, DeliveryRow } from "./delivery/delivery.ts";
import { type Environment, type RuleOptions, sridOf } from "./environment.ts";
import type { ExtraRun } from "./extras/extra.ts";
import { startExtras } from "./extras/registry.ts";
import type { Finding } from "./finding.ts";
import { type CountedGroup, FindingCollector } from "./finding-collector.ts";
import { empriseOf } from "./geometry/emprise.ts";
import { planeOf } from "./geometry/plane.ts";
import { declaredEncoding, type FoundRecord, findRecords } from "./metadata/find.ts";
import type { MetadataRecord } from "./metadata/record.ts";
import { type CompiledModel, compileModel } from "./model/compile.ts";
import type { Model } from "./model/model.ts";
import type { Level } from "./model/words.ts";
import { factsOfDelivery } from "./repair/delivery-facts.ts";
import { recordOffers } from "./repair/records.ts";
import { wantedCrs } from "./repair/repairs/reproject.ts";
import { FileIndex } from "./rules/documents.ts";
import { checkFolderName, checkPresence, type MatchedFile, matchFiles } from "./rules/files.ts";
import { checkInclusions } from "./rules/inclusions.ts";
import { checkKeys, placeOf } from "./rules/keys.ts";
import { matchTables } from "./rules/layers.ts";
import { checkMetadata } from "./rules/metadata.ts";
import { checkOverlaps } from "./rules/overlaps.ts";
import { checkPartitions } from "./rules/partitions.ts";
import { ShapeCache } from "./rules/shape-cache.ts";
import { checkTable, type MatchedTable } from "./rules/table.ts";
import { RowStore } from "./store/row-store.ts";

export interface CheckOptions extends RuleOptions {
  /** How many findings of one code are passed to `onFinding`; all are counted. */
  listed?: number;
  /** Called with each finding. The check awaits it, so a slow callback slows the check down. */
  onFinding?: (finding: Finding) => void | Promise<void>;
  onProgress?: (progress: Progress) => void | Promise<void>;
  signal?: AbortSignal;
  /** Reads only these tables (keys of the model's `tables`); files, records and coordinate systems are checked in any case. See recheck.ts. */
  only?: ReadonlySet<string>;
}

export interface Progress {
  /** The table being read; null while tables are compared. */
  table: string | null;
  rows: number;
  /** Rows of all tables, as declared by their files. */
  total: number;
}

/**
 * The result of a check. `ran` says whether the check ran to its end, `conforms` what it found: null when the check did not run to its end.
 */
export interface Verdict {
  model: string;
  delivery: string;
  ran: boolean;
  /** Why the check did not run to its end. */
  failure: string | null;
  /** True when no finding is FATAL or ERROR. */
  conforms: boolean | null;
  levels: Record<Level, number>;
  counts: Partial<Record<Code, number>>;
  /** Counts by code, level, file model and field: most severe first, then by count. */
  groups: CountedGroup[];
  files: number;
  tables: number;
  rows: number;
  /** The tables that the check read. */
  read: TableFacts[];
  /** The metadata record of the delivery, when it has one. */
  metadata: MetadataRecord | null;
}

/** Counts of a table that the check read. */
export interface TableFacts {
  file: string;
  table: string;
  rows: number;
  shapes: number;
}

/** Default for `CheckOptions.listed`. */
export const LISTED = 10_000;
/** Comparing geometries is synchronous: after this many milliseconds it passes findings on, checks the abort signal and lets other work run. */
const YIELD_AFTER_MS = 50;

/** Checks a delivery against a model. Faults in the data are findings; an error of the check itself is `failure` in the verdict. */
export async function check(delivery: Delivery, model: Model, options: CheckOptions = {}): Promise<Verdict> {
  const collector = new FindingCollector(model.id, model.levels ?? {}, options.listed ?? LISTED);
  const run = new Run(delivery, model, collector, options);
  let failure: string | null = null;
  try {
    await run.all();
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    collector.add("VALIDATOR_EXCEPTION", {}, { params: { detail: failure } });
    for (const finding of collector.take()) await options.onFinding?.(finding);
  } finally {
    run.close();
  }
  const { levels, counts } = collector;
  return {
    model: model.id,
    delivery: delivery.name,
    ran: failure === null,
    failure,
    conforms: failure === null ? levels.FATAL + levels.ERROR === 0 : null,
    levels,
    counts: Object.fromEntries(counts),
    groups: collector.groups(),
    files: delivery.files.length,
    tables: run.tables,
    rows: run.rows,
    read: run.read,
    metadata: run.metadata,
  };
}

/** One run of a check. */
class Run {
  tables = 0;
  rows = 0;
  readonly read: TableFacts[] = [];
  metadata: MetadataRecord | null = null;
  readonly #delivery: Delivery;
  readonly #model: Model;
  readonly #collector: FindingCollector;
  readonly #options: CheckOptions;
  readonly #store = new RowStore();

  constructor(delivery: Delivery, model: Model, collector: FindingCollector, options: CheckOptions) {
    this.#delivery = delivery;
    this.#model = model;
    this.#collector = collector;
    this.#options = options;
  }

  close(): void {
    this.#store.close();
  }

  async all(): Promise<void> {
    const collector = this.#collector;
    const compiled = compileModel(this.#model);
    const isFlat = this.#options.flat ?? false;
    const found = await findRecords(this.#delivery, matchFiles(this.#delivery, compiled, isFlat, collector), collector);
    const plane = planeOf(this.#delivery.tables, this.#options.srid);
    const environment: Environment = {
      delivery: this.#delivery,
      model: compiled,
      collector,
      store: this.#store,
      extras: [],
      files: new FileIndex(this.#delivery),
      plane,
      emprise: this.#options.emprise ? empriseOf(this.#options.emprise, plane) : null,
      options: this.#options,
      tables: [],
    };
    const extras = startExtras(this.#model.extras ?? [], {
      delivery: this.#delivery,
      model: compiled,
      matched: found.matched,
      collector,
      store: this.#store,
      placeOf: (row) => placeOf(environment, row),
      isFlat,
    });
    environment.extras = extras;
    if (!this.#delivery.isSingleFile) {
      checkFolderName(this.#delivery, compiled, collector);
      checkPresence(this.#delivery, compiled, found.matched, isFlat, collector);
    }
    for (const extra of extras) await extra.start?.();
    await this.#flush();
    this.#checkRecords(found.records, extras, compiled);
    await this.#readTables(environment, found.matched, declaredEncoding(found.records));
    await this.#compareRows(environment);
    for (const extra of extras) await extra.end?.();
    await this.#flush();
  }

  #checkRecords(records: readonly FoundRecord[], extras: readonly ExtraRun[], compiled: CompiledModel): void {
    this.metadata = records[0]?.record ?? null;
    for (const { record, file, fileModel, bytes } of records) {
      const place = { fileModel, file };
      this.#collector.offer = recordOffers(bytes, factsOfDelivery(this.#delivery, compiled, file, this.#options.srid));
      if (this.#model.metadata?.rules !== "none") checkMetadata(record, place, this.#collector);
      for (const extra of extras) extra.metadata?.(record, place);
    }
    this.#collector.offer = null;
  }

  async #readTables(environment: Environment, matched: readonly MatchedFile[], encoding: string | null): Promise<void> {
    const total = this.#delivery.tables.reduce((sum, table) => sum + table.rowCount, 0);
    const { only } = this.#options;
    const tables = [...matchTables(matched, environment)];
    const wanted = tables.filter(({ name }) => !only || only.has(name));
    const reader = wanted.length > 0 ? this.#delivery.readInOrder?.(wanted.map(({ table }) => table)) : undefined;
    try {
      for (const table of tables) {
        this.tables++;
        this.#checkCrs(table);
        if (!wanted.includes(table)) continue;
        const before = this.rows;
        await this.#readTable(table, reader?.rows(table.table) ?? table.table.rows(), total, environment);
        this.#checkEncoding(table, encoding);
        this.read.push({ file: table.table.file, table: table.table.name, rows: this.rows - before, shapes: table.shapes });
      }
    } finally {
      await reader?.close();
    }
    const isDrawn = [...environment.model.tables.values()].some(({ geometry }) => geometry?.required);
    if (isDrawn && environment.tables.every(({ shapes }) => shapes === 0)) this.#collector.add("NO_SPATIAL_DATA", {});
    await this.#flush();
  }

  /** A table that becomes unreadable in the middle is a finding; the check goes on with the other tables. */
  async #readTable(table: MatchedTable, rows: AsyncIterable<DeliveryRow[]>, total: number, environment: Environment): Promise<void> {
    try {
      for await (const count of checkTable(table, rows, environment)) {
        this.rows += count;
        await this.#flush();
        await this.#options.onProgress?.({ table: table.table.name, rows: this.rows, total });
      }
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      const { file, name } = table.table;
      this.#collector.add("FILE_NOT_OPENED", { fileModel: table.fileModel, file, table: name }, { params: { file, detail: error.detail } });
    }
  }

  /**
   * The expected encoding is that of the metadata record, or else UTF-8. A .cpg file is ignored, as in the national validator: texts of ASCII
   * alone are valid UTF-8, whatever it declares.
   */
  #checkEncoding({ table, fileModel, isAscii }: MatchedTable, declared: string | null): void {
    const encoding = declared ?? "UTF-8";
    if (isAscii || table.encoding === null || table.encoding === encoding || encoding !== "UTF-8") return;
    const place = { fileModel, file: table.file, table: table.name };
    this.#collector.add("TABLE_UNEXPECTED_ENCODING", place, { params: { encoding, found: table.encoding } });
  }

  #checkCrs({ table, fileModel }: MatchedTable): void {
    if (table.geometryType === null || table.extent === null) return;
    const srid = sridOf(table, this.#options);
    const place = { fileModel, file: table.file, table: table.name };
    const accepted = this.#model.crs;
    const repair = wantedCrs(table, accepted, srid) ? "reproject" : null;
    if (srid === null) this.#collector.add("crs-unknown", place, { params: { file: table.file }, repair });
    else if (accepted && !accepted.map(canonicalSrid).includes(canonicalSrid(srid)))
      this.#collector.add("crs-not-accepted", place, {
        params: { crs: `EPSG:${srid}`, accepted: accepted.map((code) => `EPSG:${code}`).join(", ") },
        repair,
      });
  }

  async #compareRows(environment: Environment): Promise<void> {
    checkKeys(environment);
    await this.#flush();
    const cache = new ShapeCache();
    for (const [name, { geometry }] of environment.model.tables) {
      for (const rule of geometry?.noOverlap ?? []) await this.#runInSlices(checkOverlaps(name, rule, environment, cache));
      for (const rule of geometry?.inside ?? []) await this.#runInSlices(checkInclusions(name, rule, environment, cache));
      for (const rule of geometry?.partitionOf ?? []) await this.#runInSlices(checkPartitions(name, rule, environment, cache));
    }
    for (const { table, fileModel, notCompared } of environment.tables) {
      if (notCompared === 0) continue;
      this.#collector.add("geometry-not-compared", { fileModel, file: table.file, table: table.name }, { params: { table: table.name } });
    }
    await this.#flush();
  }

  async #runInSlices(steps: Generator<void>): Promise<void> {
    let began = performance.now();
    for (const _ of steps) {
      if (performance.now() - began < YIELD_AFTER_MS) continue;
      await this.#flush();
      began = performance.now();
      await this.#options.onProgress?.({ table: null, rows: this.rows, total: this.rows });
    }
  }

  async #flush(): Promise<void> {
    await setImmediate();
    this.#options.signal?.throwIfAborted();
    for (const finding of this.#collector.take()) await this.#options.onFinding?.(finding);
  }
}
