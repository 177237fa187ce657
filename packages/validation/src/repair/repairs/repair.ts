import type { Geometry } from "@archipel/geo/geojson.ts";
import type { Code } from "../../codes.ts";
import type { CellValue } from "../../delivery/delivery.ts";
import type { RepairId } from "../../finding.ts";
import type { Field } from "../../model/field.ts";
import type { GeometryRules } from "../../model/geometry.ts";
import type { ShapeFault } from "../../rules/shape.ts";
import type { OneClick } from "../recipe.ts";

type Params = NonNullable<OneClick["params"]>;

/** A field of a table, as far as repairs of its cells must know it. */
export interface CellSubject {
  field: Field;
  /** Codes of everything that is wrong with a value here. */
  judge(value: CellValue): Code[];
  /** What may be written, each with other names for it (labels of a code list). */
  choices: readonly (readonly string[])[];
  /** The value that the delivery itself says belongs here in place of this text, such as its IDURBA; null when it says none. */
  derived(text: string): string | null;
}

/** Repairs one cell. What it proposes is only written when it takes the fault away and brings no other. */
export interface CellRepair {
  id: RepairId;
  codes: readonly Code[];
  /** Texts to try, the likeliest first. */
  propose(text: string, subject: CellSubject, params: Params): readonly string[];
}

/** The shapes of a table, as far as repairs of one must know them. */
export interface ShapeSubject {
  rules: GeometryRules;
  /** Everything that is wrong with a shape alone. */
  judge(geometry: Geometry): ShapeFault[];
  /** Metres of a unit of its coordinates, about. */
  unit: number;
  /** Mesh of the grid that its vertices may be laid on, in the units of its coordinates. */
  grid: number;
  /** Are its borders compared with those of others? Then they may hardly move. */
  isRelated: boolean;
}

/** Repairs one shape, in its table's CRS. What it proposes is only kept when it takes the fault away and brings no other. */
export interface ShapeRepair {
  id: RepairId;
  codes: readonly Code[];
  /** Shapes to try, the best first. */
  propose(geometry: Geometry, fault: ShapeFault, subject: ShapeSubject): Iterable<Geometry>;
}
