import { type Change, keyOf, opened } from "@archipel/map/edit/draft.ts";
import { piecesOf } from "@archipel/map/edit/pieces.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import { type Dispatch, useEffect, useEffectEvent } from "react";
import { useApiClient } from "../../api/react.tsx";
import { geometryOf } from "./draft-sync.ts";
import type { EditorAction } from "./editor-state.ts";
import type { OpenDraft } from "./use-draft.ts";

/** Loads features of the layer into the draft for editing. */
export function useFeatures(draft: OpenDraft, active: Change | undefined, dispatch: Dispatch<EditorAction>) {
  const client = useApiClient();
  const failed = (error: unknown) => dispatch({ type: "failed", error });

  const open = async ({ layerId, fid }: FeatureRef) => {
    failed(null);
    const found = await client.features.get.query({ layerId, fid });
    const geometry = geometryOf(found.geometry);
    draft.open((now) => opened(now, { layerId, fid, version: found.version, label: found.label, values: found.properties, geometry }));
    return { ...found, geometry };
  };
  const take = async (feature: FeatureRef) => {
    const found = await open(feature);
    dispatch({ type: "activated", key: keyOf(feature.layerId, feature.fid) });
    if (found.geometry && piecesOf(found.geometry).length === 0) dispatch({ type: "refused", refusal: "collection" });
    return found;
  };

  // A large draft is loaded without the shapes of most features: the shape is loaded when the feature becomes active.
  const unread = active?.isShapeUnread ? active.key : null;
  const readShape = useEffectEvent(() => {
    if (active && active.fid !== null) take({ layerId: active.layerId, fid: active.fid }).catch(failed);
  });
  useEffect(() => {
    if (unread !== null) readShape();
  }, [unread]);

  return {
    /** Loads a feature into the draft without activating it. */
    open,
    /** Loads a feature into the draft and activates it. */
    take,
    /** The name and the values of a feature that stays out of the draft. */
    read: (feature: FeatureRef) => client.features.get.query(feature),
    failed,
  };
}

export type Features = ReturnType<typeof useFeatures>;
