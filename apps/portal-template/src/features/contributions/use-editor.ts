import { withCells } from "@archipel/map/edit/cells.ts";
import {
  added,
  type Change,
  type Draft,
  deleted,
  dropped,
  keyOfNew,
  snapshotOf,
  withGeometry,
  withValue,
} from "@archipel/map/edit/draft.ts";
import type { Tool } from "@archipel/map/edit/drawing.ts";
import { piecesOf } from "@archipel/map/edit/pieces.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import type { Geometry } from "geojson";
import { useTranslations } from "next-intl";
import { type Dispatch, useEffect, useReducer, useRef } from "react";
import { useCopying } from "./copy/use-copying.ts";
import { cutChanges, startValues } from "./drawn-changes.ts";
import type { EditModeProps } from "./edit-mode.tsx";
import { drawToolOf, EDITOR_START, type EditorAction, reduceEditor } from "./editor-state.ts";
import { useLimits } from "./granted/use-limits.ts";
import { layerRules } from "./layer-rules.ts";
import { useMerging } from "./merge/use-merging.ts";
import { type OpenDraft, useDraft } from "./use-draft.ts";
import { useDrawing } from "./use-drawing.ts";
import { useFeatures } from "./use-features.ts";
import { useFirstTask } from "./use-first-task.ts";
import { useHiddenFeatures } from "./use-hidden-features.ts";
import { useMapClicks } from "./use-map-clicks.ts";
import { usePresence } from "./use-presence.ts";
import { useSending } from "./use-sending.ts";
import { useTools } from "./use-tools.ts";
import { useUndo } from "./use-undo.ts";

/** The editor: its state, the draft, and the tools that work on it. Each part is a hook of its own; this one connects them. */
export function useEditor({ target, page, pick, onHidden, onDrawing }: EditModeProps) {
  const { rights, layers, handle, colours } = page;
  const t = useTranslations("contributions");
  const [state, dispatch] = useReducer(reduceEditor, EDITOR_START);
  const heading = useRef<HTMLHeadingElement>(null);
  const { fieldsOf, lockedColumnsOf, isOfDataset, startLayer, startRight } = layerRules(layers, rights, target.layerId);
  const draft = useDraft(startRight, startLayer.datasetTitle);
  const active = useActive(draft, state.activeKey, dispatch);
  const layer = layers.find(({ id }) => id === active?.layerId) ?? startLayer;
  const right = rights.find(({ layerId }) => layerId === layer.id) ?? startRight;
  const limits = useLimits(right, active);
  const company = usePresence({ draft, activeKey: state.activeKey, handle });
  const features = useFeatures(draft, active, dispatch);
  const sending = useSending({ draft, datasetTitle: startLayer.datasetTitle, fieldsOf, lockedColumnsOf, onFailure: features.failed });
  const { labelOf } = sending;
  const merging = useMerging({ draft, layers, lockedColumnsOf, labelOf });
  const copying = useCopying({
    draft,
    active,
    fields: layer.fields,
    lockedColumns: right.lockedColumns,
    previousKey: state.previousKey,
  });
  const tools = useTools({ tool: state.tool, dispatch, active, merging, labelOf, copying, handle, heading, onDrawing });
  const replaced = useFirstTask({
    target,
    draft,
    handle,
    heading,
    features,
    review: () => dispatch({ type: "viewed", view: "review" }),
    draw: () => tools.choose(drawToolOf(layer.geometry), true),
  });
  const lastDrawn = Object.values(draft.draft).findLast(({ operation, layerId }) => operation === "insert" && layerId === layer.id);

  const drawn = (how: Tool, geometry: Geometry) => {
    tools.set("select");
    if (how !== "split" && how !== "hole") {
      const editId = crypto.randomUUID();
      const like = state.startsFromLast && lastDrawn ? snapshotOf(lastDrawn).values : {};
      const values = startValues(like, layer.fields, right.lockedColumns);
      draft.change((now) => added(now, { editId, layerId: layer.id, label: "", values, geometry }));
      dispatch({ type: "activated", key: keyOfNew(editId) });
      tools.backToPanel();
      return;
    }
    if (!active) return;
    const cut = cutChanges(active, how, geometry, layer.fields, right.lockedColumns);
    if ("refusal" in cut) dispatch({ type: "refused", refusal: cut.refusal });
    else draft.change(cut.next);
  };
  const drawnDraft = drawnOf(draft);
  const drawing = useDrawing({
    handle,
    draft: drawnDraft,
    // A shape that may not change has no vertices to drag.
    activeKey: limits.noReshaping === undefined ? state.activeKey : null,
    tool: state.tool,
    isSnapping: state.isSnapping,
    chosenKeys: state.tool === "merge" ? merging.keys : [],
    colours,
    faultLabel: t("fault.mark"),
    onReshaped: (key, geometry) => {
      dispatch({ type: "refused", refusal: null });
      draft.change((now) => withGeometry(now, key, geometry));
    },
    onDrawn: drawn,
    onSelected: (key) => dispatch({ type: "activated", key }),
    onEnd: () => tools.set("select"),
    onFaults: (places) => dispatch({ type: "faults-found", count: places.length }),
  });
  useMapClicks({ handle, pick, state, dispatch, draft, active, drawing, features, merging, copying, isOfDataset, labelOf });
  useHiddenFeatures(drawnDraft, onHidden);
  const history = useUndo(draft, () => dispatch({ type: "noted", note: null }));

  return {
    state,
    dispatch,
    draft,
    /** The active change with its layer. Without an active change, the layer that the editor was opened for. */
    subject: { active, layer, right, fields: fieldsOf(layer.id), hasShape: hasShape(active), lastDrawn },
    fieldsOf,
    limits,
    company,
    heading,
    tools,
    history,
    sending,
    merging,
    copying,
    edits: editsOf(draft, active, dispatch, state.activeKey),
    take: features.take,
    /** The draft was replaced on the server, by an imported file: it is loaded and shown again. */
    reload() {
      replaced();
      dispatch({ type: "lost" });
      draft.retry();
    },
  };
}

const NOTHING: Draft = {};

/** What the map draws of the draft. What was sent is the moderators': the map shows the data again, without vertices and marks. */
function drawnOf({ contribution, draft }: OpenDraft): Draft {
  return contribution === null || ["draft", "changes-requested"].includes(contribution.status) ? draft : NOTHING;
}

export type Editor = ReturnType<typeof useEditor>;

/** The active change. A change that undo removed is no longer active. */
function useActive({ draft, loading }: OpenDraft, activeKey: string | null, dispatch: Dispatch<EditorAction>): Change | undefined {
  const active = activeKey === null ? undefined : draft[activeKey];
  useEffect(() => {
    if (activeKey !== null && loading === "here" && !active) dispatch({ type: "lost" });
  }, [activeKey, active, loading, dispatch]);
  return active;
}

function hasShape(active: Change | undefined): boolean {
  if (!active || active.operation === "delete") return false;
  return piecesOf(snapshotOf(active).geometry).length > 0;
}

/** The actions of the form on the active change, and of the review on any change. */
function editsOf(draft: OpenDraft, active: Change | undefined, dispatch: Dispatch<EditorAction>, activeKey: string | null) {
  const onActive = (edit: (key: string) => void) => {
    if (active) edit(active.key);
  };
  return {
    /** Typing in one field is one step of undo. */
    setValue: (column: string, value: AttributeValue) =>
      onActive((key) => draft.change((now) => withValue(now, key, column, value), `${key} ${column}`)),
    /** Keeps a text that does not fit its field. */
    setWrong: (column: string, text: string) =>
      onActive((key) => draft.change((now) => withCells(now, new Map(), [{ key, column, wrong: text }]), `${key} ${column}`)),
    remove: (reason: string) => onActive((key) => draft.change((now) => deleted(now, key, reason))),
    drop(key: string) {
      if (key === activeKey) dispatch({ type: "lost" });
      draft.change((now) => dropped(now, key));
    },
  };
}
