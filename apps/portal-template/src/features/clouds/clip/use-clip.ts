import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Box } from "@archipel/point-view/scene/box.ts";
import { useEffect, useState } from "react";

/** The box that limits the points, in the CRS of the layer. */
export interface Clip {
  readonly box: Box | null;
  /** Null shows all points again. */
  readonly change: (box: Box | null) => void;
}

/** Limits the points of the cloud, and of the one that it is compared with, to a box. */
export function useClip(engine: CloudEngine | null, second: CloudEngine | null, first: Box | null): Clip {
  const [box, change] = useState(first);
  useEffect(() => engine?.clip(box), [engine, box]);
  useEffect(() => second?.clip(box), [second, box]);
  return { box, change };
}
