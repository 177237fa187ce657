import type { Published } from "../measure/publish-file.ts";
import type { Cluster } from "./cluster.ts";
import type { Side } from "./sides.ts";

/** What the parts of the bench share. */
export interface World {
  layer: Published;
  ours: Side;
  folder: string;
  workers: number;
  rounds: number;
  cluster: Cluster;
  ports: { peer: number; bare: number };
}
