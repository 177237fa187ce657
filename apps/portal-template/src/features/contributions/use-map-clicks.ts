import { type Change, keyOf, snapshotOf, withGeometry } from "@archipel/map/edit/draft.ts";
import type { Drawing } from "@archipel/map/edit/drawing.ts";
import type { MapHandle, Pick } from "@archipel/map/ui/map-handle.ts";
import { usePressedWith } from "@archipel/map/ui/use-pressed-with.ts";
import type { Dispatch, RefObject } from "react";
import type { Copying } from "./copy/use-copying.ts";
import type { EditorAction, EditorState } from "./editor-state.ts";
import type { Merging } from "./merge/use-merging.ts";
import type { OpenDraft } from "./use-draft.ts";
import type { Features } from "./use-features.ts";

interface MapClicks {
  readonly handle: MapHandle;
  /** Set to the editor's handler of clicks on the map. */
  readonly pick: RefObject<((pick: Pick) => void) | null>;
  readonly state: EditorState;
  readonly dispatch: Dispatch<EditorAction>;
  readonly draft: OpenDraft;
  readonly active: Change | undefined;
  readonly drawing: Drawing | null;
  readonly features: Features;
  readonly merging: Merging;
  readonly copying: Copying;
  readonly isOfDataset: (layerId: string) => boolean;
  readonly labelOf: (change: Change) => string;
}

/** Handles a click on the map: it activates a feature, chooses one for a merge or a copy, or erases a vertex. */
export function useMapClicks({ handle, pick, state: { tool, activeKey }, dispatch, draft, active, drawing, ...tools }: MapClicks): void {
  const { features, merging, copying, isOfDataset, labelOf } = tools;

  /** The change or the feature of the layer at a place. The draft comes first, since the tiles hide the features that it draws. */
  const findAt = ({ hits, lon, lat }: Pick) => {
    const wanted = tool === "merge" ? merging.layerId : active?.layerId;
    const drawnHere = (drawing?.keysAt(lon, lat) ?? []).filter((key) => tool === "merge" || key !== activeKey);
    const mayBe = (layerId: string | undefined) => layerId !== undefined && (wanted === undefined || layerId === wanted);
    const keys = drawnHere.filter((key) => mayBe(draft.draft[key]?.layerId));
    const hit = hits.find(({ layerId }) => isOfDataset(layerId) && mayBe(layerId));
    const key = keys.find((one) => !merging.keys.includes(one)) ?? (hit ? undefined : keys[0]);
    return { hit, change: key === undefined ? undefined : draft.draft[key], isEmpty: hits.length + drawnHere.length === 0 };
  };
  const chooseForMerge = (picked: Pick) => {
    const { hit, change, isEmpty } = findAt(picked);
    if (change) merging.toggle(change.key);
    else if (hit) features.open(hit).then(() => merging.toggle(keyOf(hit.layerId, hit.fid), true), features.failed);
    else if (!isEmpty) merging.refuse();
  };
  const chooseForCopy = (picked: Pick) => {
    const { hit, change, isEmpty } = findAt(picked);
    if (change) copying.offer({ label: labelOf(change), values: snapshotOf(change).values });
    else if (hit) features.read(hit).then(({ label, properties }) => copying.offer({ label, values: properties }), features.failed);
    else if (!isEmpty) copying.refuse();
  };

  // The click that ends a drawing arrives after the tool has changed back: it must not activate the feature below.
  const pressedWith = usePressedWith(handle, tool);
  pick.current = (picked: Pick) => {
    const { hits, lon, lat } = picked;
    if (!drawing || draft.loading !== "here" || pressedWith.current !== tool) return;
    if (tool === "merge") chooseForMerge(picked);
    if (tool === "copy") chooseForCopy(picked);
    if (tool === "erase" && active) {
      const geometry = drawing.withoutVertexAt(lon, lat);
      if (geometry) draft.change((now) => withGeometry(now, active.key, geometry));
      dispatch({ type: "refused", refusal: geometry === null ? "lastVertex" : null });
    }
    if (tool !== "select" || drawing.hasShapeAt(lon, lat)) return;
    const hit = hits.find(({ layerId }) => isOfDataset(layerId));
    if (hit) features.take(hit).catch(features.failed);
  };
}
