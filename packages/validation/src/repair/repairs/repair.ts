import type { Geometry } from "@archipel/geo/geojson.ts";
import type { Code } from "../../codes.ts";
import type { CellValue } from "../../delivery/delivery.ts";
import type { RepairId } from "../../finding.ts";
import type { Field } from "../../model/field.ts";
import type { GeometryRules } from "../../model/geometry.ts";
import type { ShapeFault } from "../../rules/shape.ts";
import type { OneClick } from "../recipe.ts";

type Params = NonNullable<OneClick["params"]>;

/** What repairs of cells need to know about a field. */
export interface CellSubject {
  field: Field;
  /** The codes of all faults of a value. */
  judge(value: CellValue): Code[];
  /** The allowed values, each followed by its labels in the code list. */
  choices: readonly (readonly string[])[];
  /** The value that follows from the delivery and replaces this text, for example its IDURBA; null when nothing follows. */
  derived(text: string): string | null;
}

/** A repair of a cell. A proposal is written only when it removes the fault and adds no other. */
export interface CellRepair {
  id: RepairId;
  codes: readonly Code[];
  /** Texts to try, most likely first. */
  propose(text: string, subject: CellSubject, params: Params): readonly string[];
}

/** What repairs of geometries need to know about a table. */
export interface ShapeSubject {
  rules: GeometryRules;
  /** All faults of a single geometry. */
  judge(geometry: Geometry): ShapeFault[];
  /** Approximate length of a coordinate unit, in metres. */
  unit: number;
  /** Grid size for snapping vertices, in units of the coordinates. */
  grid: number;
  /** True when rules compare its geometries with others: their borders must hardly move. */
  isRelated: boolean;
}

/** A repair of a geometry, in the CRS of its table. A proposal is kept only when it removes the fault and adds no other. */
export interface ShapeRepair {
  id: RepairId;
  codes: readonly Code[];
  /** Geometries to try, best first. */
  propose(geometry: Geometry, fault: ShapeFault, subject: ShapeSubject): Iterable<Geometry>;
}
