import type { ZodType } from "zod";
import type { Code } from "../codes.ts";
import type { Delivery, DeliveryRow, DeliveryTable } from "../delivery/delivery.ts";
import type { Place, RepairId } from "../finding.ts";
import type { FindingCollector } from "../finding-collector.ts";
import type { MetadataRecord } from "../metadata/record.ts";
import type { CompiledModel } from "../model/compile.ts";
import type { BoundField } from "../rules/columns.ts";
import type { MatchedFile } from "../rules/files.ts";
import type { NotedRow, RowStore } from "../store/row-store.ts";

/** What an extra rule reads, and the collector for its findings. */
export interface ExtraContext {
  delivery: Delivery;
  model: CompiledModel;
  matched: readonly MatchedFile[];
  collector: FindingCollector;
  /** Keeps values across rows on disk, under names that the rule chooses. */
  store: RowStore;
  /** The place of a row that was noted in the store. */
  placeOf(row: NotedRow): Place;
  isFlat: boolean;
}

/** A table that is being read, as an extra rule sees it. */
export interface ExtraTable {
  table: DeliveryTable;
  /** Key of the model's `tables`. */
  name: string;
  fileModel: string;
  fields: readonly BoundField[];
  /** The text of a field in a row; empty when the table does not have the column. */
  text(row: DeliveryRow, field: string): string;
  /** The repair to offer for a fault in a field of a row. */
  repairOf(code: Code, row: DeliveryRow, field: string): RepairId | null;
  /** The place of a finding on a field of a row. */
  placeOf(row: DeliveryRow, field: string): Place;
  /** Notes a value of a row in the store, under a name that the rule chooses. */
  note(name: string, value: string, row: DeliveryRow): void;
}

/** The callbacks of a rule during one check; all are optional. */
export interface ExtraRun {
  /** Before any table is read. */
  start?(): void | Promise<void>;
  metadata?(record: MetadataRecord, place: Place): void;
  /** Each row of each matched table, in order. */
  row?(row: DeliveryRow, table: ExtraTable): void;
  /** After all tables have been read. */
  end?(): void | Promise<void>;
}

/** A named rule written in code. A model uses it with `extras: [{ rule, params }]`. */
export interface ExtraRule<Params = unknown> {
  name: string;
  params: ZodType<Params>;
  /** Names of the model's tables that the rule compares with each other: they must be checked again together. */
  together?(model: CompiledModel): readonly string[];
  run(context: ExtraContext, params: Params): ExtraRun;
}
