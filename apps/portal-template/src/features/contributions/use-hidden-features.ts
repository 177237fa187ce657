import type { Draft } from "@archipel/map/edit/draft.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import { useEffect } from "react";

/** Reports the features that the editor draws, so that the tiles leave them out. Features whose shape is not loaded stay in the tiles. */
export function useHiddenFeatures(draft: Draft, onHidden: (features: readonly FeatureRef[]) => void): void {
  const drawnHere = Object.values(draft).filter(({ isShapeUnread }) => !isShapeUnread);
  const names = drawnHere.flatMap(({ fid, key }) => (fid === null ? [] : [key])).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys decide; otherwise each typed letter would make a new style
  useEffect(() => {
    onHidden(drawnHere.flatMap(({ layerId, fid }) => (fid === null ? [] : [{ layerId, fid }])));
  }, [names]);
}
