import { added, deleted, dropped, opened, snapshotOf, withGeometry, withValue } from "@archipel/map/edit/draft.ts";
import type { Tool } from "@archipel/map/edit/drawing.ts";
import { piecesOf } from "@archipel/map/edit/pieces.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import type { Pick } from "@archipel/map/ui/map-handle.ts";
import type { Geometry } from "geojson";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import { geometryOf } from "./draft-sync.ts";
import { cutChanges } from "./drawn-changes.ts";
import type { EditModeProps } from "./edit-mode.tsx";
import { drawToolOf } from "./edit-toolbar.tsx";
import { useDraft } from "./use-draft.ts";
import { extentOf, shapesOf, useDrawing } from "./use-drawing.ts";
import { useSending } from "./use-sending.ts";
import { useUndoKeys } from "./use-undo-keys.ts";

type Refusal = "misses" | "meets-hole" | "not-inside" | "crosses-ring" | "lastVertex" | "collection";

/** All that edit mode remembers and does; its panel only shows it. */
export function useEditor({ target, rights, layers, handle, colours, pick, onHidden, onDrawing }: EditModeProps) {
  const t = useTranslations("edit");
  const client = useApiClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [tool, setPlainTool] = useState<Tool>("select");
  const [isSnapping, setSnapping] = useState(true);
  const [view, setView] = useState<"object" | "review">("object");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [faults, setFaults] = useState(0);
  const [failure, setFailure] = useState<unknown>(null);

  const startRight = rights.find(({ layerId }) => layerId === target.layerId);
  const startLayer = layers.find(({ id }) => id === target.layerId);
  if (!startRight || !startLayer) throw new Error("edit mode of a layer that is not there");
  const draft = useDraft(startRight, startLayer.datasetTitle);
  const active = activeKey === null ? undefined : draft.draft[activeKey];
  // What undo took away is not worked on any more.
  useEffect(() => {
    if (activeKey !== null && draft.loading === "here" && !active) setActiveKey(null);
  }, [activeKey, active, draft.loading]);
  const layer = layers.find(({ id }) => id === active?.layerId) ?? startLayer;
  const right = rights.find(({ layerId }) => layerId === layer.id) ?? startRight;
  const isOfDataset = (layerId: string) => rights.some((one) => one.layerId === layerId && one.datasetId === startRight.datasetId);

  const setTool = (next: Tool) => {
    setRefusal(null);
    setPlainTool(next);
    onDrawing(next !== "select");
    if (next !== "select") setView("object");
  };
  const activate = (key: string | null) => {
    setRefusal(null);
    setView("object");
    setActiveKey(key);
  };
  const take = async ({ layerId, fid }: FeatureRef) => {
    const found = await client.features.get.query({ layerId, fid });
    const geometry = geometryOf(found.geometry);
    draft.open((now) => opened(now, { layerId, fid, version: found.version, label: found.label, values: found.properties, geometry }));
    activate(`${layerId}/${fid}`);
    if (geometry && piecesOf(geometry).length === 0) setRefusal("collection");
    return found;
  };

  // The first thing that one came for.
  const hasBegun = useRef(false);
  const isShownAnew = useRef(false);
  const { loading } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the draft is here
  useEffect(() => {
    if (loading !== "here" || hasBegun.current) return;
    hasBegun.current = true;
    heading.current?.focus({ preventScroll: true });
    if (target.isResumed || isShownAnew.current) {
      setView("review");
      const box = extentOf(shapesOf(draft.draft));
      if (box) handle.fit(box);
    } else if (target.fid === null) setTool(drawToolOf(layer.geometry));
    else
      take({ layerId: target.layerId, fid: target.fid }).then(
        ({ bbox }) => bbox && handle.fit(bbox),
        (error) => setFailure(error),
      );
  }, [loading]);

  const drawn = (how: Tool, geometry: Geometry) => {
    setTool("select");
    if (how !== "split" && how !== "hole") {
      const editId = crypto.randomUUID();
      draft.change((now) => added(now, { editId, layerId: layer.id, label: "", values: {}, geometry }));
      activate(`new/${editId}`);
      return;
    }
    if (!active) return;
    const cut = cutChanges(active, how, geometry, right.lockedColumns);
    if ("refusal" in cut) setRefusal(cut.refusal);
    else draft.change(cut.next);
  };

  const drawing = useDrawing({
    handle,
    draft: draft.draft,
    activeKey,
    tool,
    isSnapping,
    colours,
    faultLabel: t("fault.mark"),
    onReshaped: (key, geometry) => {
      setRefusal(null);
      draft.change((now) => withGeometry(now, key, geometry));
    },
    onDrawn: drawn,
    onSelected: activate,
    onEnd: () => setTool("select"),
    onFaults: (places) => setFaults(places.length),
  });

  pick.current = ({ hits, lon, lat }: Pick) => {
    if (!drawing || draft.loading !== "here") return;
    if (tool === "erase" && active) {
      const geometry = drawing.withoutVertexAt(lon, lat);
      if (geometry) draft.change((now) => withGeometry(now, active.key, geometry));
      setRefusal(geometry === null ? "lastVertex" : null);
    }
    if (tool !== "select" || drawing.hasShapeAt(lon, lat)) return;
    const hit = hits.find(({ layerId }) => isOfDataset(layerId));
    if (hit) take(hit).catch((error) => setFailure(error));
  };

  // Told when the list changes, not with each letter of a form.
  const told = Object.values(draft.draft).flatMap(({ layerId, fid }) => (fid === null ? [] : [`${layerId}/${fid}`]));
  const hidden = told.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names say which
  useEffect(() => {
    onHidden(Object.values(draft.draft).flatMap(({ layerId, fid }) => (fid === null ? [] : [{ layerId, fid }])));
  }, [hidden]);

  useUndoKeys(draft.undo, draft.redo);
  const sending = useSending({ draft, datasetTitle: startLayer.datasetTitle, onFailure: setFailure });
  const shape = active && active.operation !== "delete" ? snapshotOf(active).geometry : null;
  return {
    draft,
    heading,
    active,
    layer,
    right,
    tool,
    setTool,
    isSnapping,
    setSnapping,
    view,
    setView,
    refusal,
    faults,
    ...sending,
    fieldsOf: (layerId: string) => layers.find(({ id }) => id === layerId)?.fields ?? [],
    hasShape: piecesOf(shape).length > 0,
    hint: tool === "select" && !active ? ("none" as const) : tool,
    setValue: (column: string, value: AttributeValue) =>
      active && draft.change((now) => withValue(now, active.key, column, value), `${active.key} ${column}`),
    remove: (reason: string) => active && draft.change((now) => deleted(now, active.key, reason)),
    drop(key: string) {
      if (key === activeKey) setActiveKey(null);
      draft.change((now) => dropped(now, key));
    },
    show: activate,
    /** The draft was changed elsewhere than here: it is loaded, listed and fit anew. */
    showAnew() {
      isShownAnew.current = true;
      hasBegun.current = false;
      setActiveKey(null);
      draft.retry();
    },
    failure,
  };
}
