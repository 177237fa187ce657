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

/** What an extra rule may read, and where it adds its findings. */
export interface ExtraContext {
  delivery: Delivery;
  model: CompiledModel;
  matched: readonly MatchedFile[];
  collector: FindingCollector;
  /** For what must be remembered over rows: on disk, by names of the rule's own. */
  store: RowStore;
  /** Where a row that was noted in the store is. */
  placeOf(row: NotedRow): Place;
  isFlat: boolean;
}

/** A table while it is read, for an extra rule. */
export interface ExtraTable {
  table: DeliveryTable;
  /** Key of the model's `tables`. */
  name: string;
  fileModel: string;
  fields: readonly BoundField[];
  /** Text of a field of a row; empty when the table has no such column. */
  text(row: DeliveryRow, field: string): string;
  /** The repair to offer for a fault of a field of a row. */
  repairOf(code: Code, row: DeliveryRow, field: string): RepairId | null;
  /** Where a row is, for what is reported of one of its fields. */
  placeOf(row: DeliveryRow, field: string): Place;
  /** Notes a value of a row in the store, under a name of the rule's own. */
  note(name: string, value: string, row: DeliveryRow): void;
}

/** A rule in motion, for one check. Each part is asked when its time comes; all are optional. */
export interface ExtraRun {
  /** Before any table is read. */
  start?(): void | Promise<void>;
  metadata?(record: MetadataRecord, place: Place): void;
  /** Each row of each matched table, in order. */
  row?(row: DeliveryRow, table: ExtraTable): void;
  /** When all tables are read. */
  end?(): void | Promise<void>;
}

/** A named rule written in code, which a model asks for by `extras: [{ rule, params }]`. */
export interface ExtraRule<Params = unknown> {
  name: string;
  params: ZodType<Params>;
  /** Tables of the model (by their names) that it judges together: none of them can be checked anew without the others. */
  together?(model: CompiledModel): readonly string[];
  run(context: ExtraContext, params: Params): ExtraRun;
}
