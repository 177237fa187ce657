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

/** Options of a check that change how its rules work. */
export interface RuleOptions {
  /** Files may be in any folder: they are matched by their names alone. */
  flat?: boolean;
  /** EPSG code of tables whose files do not declare a CRS. */
  srid?: number;
  /** The document's territory, in degrees: geometries outside it are errors. */
  emprise?: Geometry;
  /** `national`: geometries are judged as the national portal reads them, as texts of coordinates with 15 digits. */
  profile?: "national";
  /** Limits on the complexity of geometries, for tables whose model sets no limits. */
  complexity?: Complexity;
}

/** EPSG code of a table: its own, or else the one from the options. */
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
  /** The tables that were read, in order. The row store refers to a table by its index here. */
  tables: MatchedTable[];
}
