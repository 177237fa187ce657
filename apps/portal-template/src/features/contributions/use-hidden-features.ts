import type { Draft } from "@archipel/map/edit/draft.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import { useEffect, useEffectEvent } from "react";

/** Reports the features that the editor draws, so that the tiles leave them out. Features whose shape is not loaded stay in the tiles. */
export function useHiddenFeatures(draft: Draft, onHidden: (features: readonly FeatureRef[]) => void): void {
  const drawnHere = Object.values(draft).flatMap(({ key, layerId, fid, isShapeUnread }) =>
    isShapeUnread || fid === null ? [] : [{ key, layerId, fid }],
  );
  // Compared as text: otherwise each typed letter would make a new style.
  const keys = drawnHere.map(({ key }) => key).join(" ");
  const report = useEffectEvent((shown: readonly string[]) =>
    onHidden(drawnHere.flatMap(({ key, layerId, fid }) => (shown.includes(key) ? [{ layerId, fid }] : []))),
  );
  useEffect(() => report(keys.split(" ")), [keys]);
}
