import TopologyPreservingSimplifier from "jsts/org/locationtech/jts/simplify/TopologyPreservingSimplifier.js";
import { fromJts, type JtsGeometry, toJts } from "../../geometry/jts.ts";
import type { ShapeRepair } from "./repair.ts";

/** Tolerances to try, in metres. When rules compare the borders, the tolerance stays below the size of a fault. */
const TOLERANCES = [0.001, 0.004, 0.02, 0.1, 0.5, 1] as const;
const MAX_FOR_COMPARED = 0.005;

/** Removes vertices that hardly change the outline, with the smallest tolerance that brings the geometry below the limit. Rings stay. */
export const simplify: ShapeRepair = {
  id: "simplify",
  codes: ["CNIG_GEOMETRY_COMPLEXITY_WARNING", "CNIG_GEOMETRY_COMPLEXITY_ERROR"],
  *propose(geometry, { params }, { unit, isRelated }) {
    if (params.measure !== "vertices" && params.measure !== "density") return;
    for (const step of TOLERANCES) {
      if (isRelated && step > MAX_FOR_COMPARED) return;
      yield fromJts(TopologyPreservingSimplifier.simplify(toJts(geometry), step / unit) as JtsGeometry);
    }
  },
};
