import type { Geometry } from "@archipel/geo/geojson.ts";
import type { Delivery, DeliveryTable } from "./delivery/delivery.ts";
import type { ExtraRun } from "./extras/extra.ts";
import type { FindingCollector } from "./finding-collector.ts";
import type { Emprise } from "./geometry/emprise.ts";
import type { Plane } from "./geometry/plane.ts";
import type { CompiledModel } from "./model/compile.ts";
import type { Complexity } from "./model/geometry.ts";
import type { FileIndex } from "./rules/documents.ts";
import type { MatchedTable } from "./rules/table.ts";
import type { RowStore } from "./store/row-store.ts";

/** Choices of the person who runs a check, which bear on its rules. */
export interface RuleOptions {
  /** Files may lie anywhere: they are known by their names alone. */
  flat?: boolean;
  /** EPSG code of tables that do not say theirs. */
  srid?: number;
  /** The document's territory, in degrees: shapes that leave it are errors. */
  emprise?: Geometry;
  /** Limits on shapes, for tables whose model sets none. */
  complexity?: Complexity;
}

/** EPSG code of a table: its own, or the one to take for those that do not say theirs. */
export const sridOf = ({ crs }: Pick<DeliveryTable, "crs">, { srid }: Pick<RuleOptions, "srid">): number | null =>
  crs?.srid ?? srid ?? null;

/** What the rules of one check share. */
export interface Environment {
  delivery: Delivery;
  model: CompiledModel;
  collector: FindingCollector;
  store: RowStore;
  extras: readonly ExtraRun[];
  files: FileIndex;
  plane: Plane;
  emprise: Emprise | null;
  options: RuleOptions;
  /** Tables that were read, in order: the store notes rows under their number here. */
  tables: MatchedTable[];
}
