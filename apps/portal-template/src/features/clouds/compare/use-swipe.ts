import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect, useState } from "react";
import { type CloudAddress, GROUND_ALONE, GROUNDS, type GroundKind } from "../cloud-address.ts";
import type { Ground } from "../ground/use-ground.ts";
import type { Comparison } from "./use-comparison.ts";

/** What is seen right of the limit: another cloud, or the ground alone. */
export interface Swipe {
  /** As the address has it. */
  readonly beside: string | null;
  /** The ground that is seen alone. */
  readonly ground: GroundKind | null;
  /** Of the choice: empty, a kind of ground, `BEFORE`, or a layer. */
  readonly chosen: string;
  readonly choose: (value: string) => void;
  /** Chooses what lies below the points. */
  readonly chooseGround: (kind: GroundKind | null) => void;
}

interface Swiped {
  readonly engine: CloudEngine | null;
  readonly address: Pick<CloudAddress, "beside">;
  readonly ground: Ground;
  readonly comparison: Comparison;
}

const kindOf = (value: string) => GROUNDS.find((kind) => kind === value) ?? null;

/** One limit for both comparisons: with another cloud, whose points are drawn right of it, and with the ground, where none are. */
export function useSwipe({ engine, address, ground, comparison }: Swiped): Swipe {
  const [isBare, setBare] = useState(address.beside === GROUND_ALONE);
  const shown = isBare ? ground.kind : null;
  const limit = shown ? comparison.share : 1;
  useEffect(() => engine?.cut(limit), [engine, limit]);
  return {
    beside: shown ? GROUND_ALONE : comparison.chosen || null,
    ground: shown,
    chosen: shown ?? comparison.chosen,
    choose: (value) => {
      const kind = kindOf(value);
      setBare(kind !== null);
      if (kind) ground.choose(kind);
      comparison.choose(kind ? "" : value);
    },
    chooseGround: (kind) => {
      if (!kind) setBare(false);
      ground.choose(kind);
    },
  };
}
