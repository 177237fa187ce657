import TopologyPreservingSimplifier from "jsts/org/locationtech/jts/simplify/TopologyPreservingSimplifier.js";
import { fromJts, type JtsGeometry, toJts } from "../../geometry/jts.ts";
import type { ShapeRepair } from "./repair.ts";

/** Metres that an outline may move; where borders are compared with others, less than what counts as a fault. */
const STEPS = [0.001, 0.004, 0.02, 0.1, 0.5, 1] as const;
const WHERE_RELATED = 0.005;

/** Leaves out vertices that hardly bend the outline, as few as bring the shape below the limit. Shells and holes stay. */
export const simplify: ShapeRepair = {
  id: "simplify",
  codes: ["CNIG_GEOMETRY_COMPLEXITY_WARNING", "CNIG_GEOMETRY_COMPLEXITY_ERROR"],
  *propose(geometry, { params }, { unit, isRelated }) {
    if (params.measure !== "vertices" && params.measure !== "density") return;
    for (const step of STEPS) {
      if (isRelated && step > WHERE_RELATED) return;
      yield fromJts(TopologyPreservingSimplifier.simplify(toJts(geometry), step / unit) as JtsGeometry);
    }
  },
};
