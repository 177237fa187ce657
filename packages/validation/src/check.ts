import type { Code } from "./codes.ts";
import type { Delivery, DeliveryTable } from "./delivery/delivery.ts";
import { startExtras } from "./extras/registry.ts";
import type { Finding } from "./finding.ts";
import { compileModel } from "./model/compile.ts";
import type { Model } from "./model/model.ts";
import type { Level } from "./model/words.ts";
import { Reporter } from "./reporter.ts";
import { checkFolderName, checkPresence, matchFiles } from "./rules/files.ts";
import { checkTable } from "./rules/table.ts";

export interface CheckOptions {
  /** Files may lie anywhere: they are known by their names alone. */
  flat?: boolean;
  /** EPSG code of tables that do not say theirs. */
  srid?: number;
  /** How many findings of one code are handed on; all are counted. */
  listed?: number;
  /** Told each finding as it comes. It is waited for: a slow reader slows the check down. */
  onFinding?: (finding: Finding) => void | Promise<void>;
  onProgress?: (progress: Progress) => void | Promise<void>;
  signal?: AbortSignal;
}

export interface Progress {
  /** The table that is being read; null between tables. */
  table: string | null;
  rows: number;
  /** Rows of all tables, as their files say. */
  total: number;
}

/**
 * How a check ended. That it ran and that the data conform are two different things: `conforms` is null when it did not run to its end.
 */
export interface Verdict {
  model: string;
  delivery: string;
  ran: boolean;
  /** Why it did not run to its end. */
  failure: string | null;
  /** No finding is FATAL or ERROR. */
  conforms: boolean | null;
  levels: Record<Level, number>;
  counts: Partial<Record<Code, number>>;
  files: number;
  tables: number;
  rows: number;
}

const LISTED = 10_000;

/** Checks a delivery by a model. What the data do wrong are findings; what the check itself could not do is `failure` in the verdict. */
export async function check(delivery: Delivery, model: Model, options: CheckOptions = {}): Promise<Verdict> {
  const reporter = new Reporter(model.id, model.levels ?? {}, options.listed ?? LISTED);
  const verdict = { model: model.id, delivery: delivery.name, files: delivery.files.length, tables: 0, rows: 0 };
  const flush = async () => {
    options.signal?.throwIfAborted();
    for (const finding of reporter.take()) await options.onFinding?.(finding);
  };
  let failure: string | null = null;
  try {
    const compiled = compileModel(model);
    const matched = matchFiles(delivery, compiled, options.flat ?? false, reporter);
    if (!delivery.isSingleFile) {
      checkFolderName(delivery, compiled, reporter);
      checkPresence(delivery, compiled, matched, reporter);
    }
    const extras = startExtras(model.extras ?? [], { delivery, model: compiled, matched, reporter, isFlat: options.flat ?? false });
    for (const extra of extras) await extra.start?.();
    await flush();
    const total = delivery.tables.reduce((sum, table) => sum + table.rowCount, 0);
    for (const { file, model: fileModel } of matched) {
      if (fileModel.kind !== "table") continue;
      const table: DeliveryTable | undefined = delivery.tables.find((candidate) => candidate.file === file.path);
      const tableModel = compiled.tables.get(fileModel.table);
      if (!table || !tableModel) {
        const detail = delivery.unreadable.find(({ path }) => path === file.path)?.reason ?? "";
        reporter.report("FILE_NOT_OPENED", { fileModel: fileModel.name, file: file.path }, { params: { file: file.path, detail } });
        continue;
      }
      verdict.tables++;
      for await (const rows of checkTable(
        { table, name: fileModel.table, model: tableModel, fileModel: fileModel.name },
        compiled,
        extras,
        reporter,
      )) {
        verdict.rows += rows;
        await flush();
        await options.onProgress?.({ table: table.name, rows: verdict.rows, total });
      }
    }
    for (const extra of extras) await extra.end?.();
    await flush();
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    reporter.report("VALIDATOR_EXCEPTION", {}, { params: { detail: failure } });
    for (const finding of reporter.take()) await options.onFinding?.(finding);
  }
  const { levels, counts } = reporter;
  return {
    ...verdict,
    ran: failure === null,
    failure,
    conforms: failure === null ? levels.FATAL + levels.ERROR === 0 : null,
    levels,
    counts: Object.fromEntries(counts),
  };
}
