import { withCells } from "@archipel/map/edit/cells.ts";
import { added, deleted, dropped, keyOf, keyOfNew, opened, snapshotOf, withGeometry, withValue } from "@archipel/map/edit/draft.ts";
import type { Tool } from "@archipel/map/edit/drawing.ts";
import { piecesOf } from "@archipel/map/edit/pieces.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import type { Pick } from "@archipel/map/ui/map-handle.ts";
import { usePressedWith } from "@archipel/map/ui/use-pressed-with.ts";
import type { Geometry } from "geojson";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import { useCopying } from "./copy/use-copying.ts";
import { geometryOf } from "./draft-sync.ts";
import { cutChanges, startValues } from "./drawn-changes.ts";
import type { EditModeProps } from "./edit-mode.tsx";
import { drawToolOf } from "./edit-toolbar.tsx";
import { useMerging } from "./merge/use-merging.ts";
import { useDraft } from "./use-draft.ts";
import { extentOf, shapesOf, useDrawing } from "./use-drawing.ts";
import { usePresence } from "./use-presence.ts";
import { useSending } from "./use-sending.ts";
import { useUndoKeys } from "./use-undo-keys.ts";

type Refusal = "misses" | "meets-hole" | "not-inside" | "crosses-ring" | "lastVertex" | "collection";

/** Tools with which one places vertices: on a narrow screen the map needs the room then. */
const needsRoom = (tool: Tool) => tool !== "select" && tool !== "merge" && tool !== "copy";

/** All that edit mode remembers and does; its panel only shows it. */
export function useEditor({ target, rights, layers, handle, colours, pick, onHidden, onDrawing }: EditModeProps) {
  const t = useTranslations("edit");
  const client = useApiClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [previousKey, setPreviousKey] = useState<string | null>(null);
  const [tool, setPlainTool] = useState<Tool>("select");
  const [isSnapping, setSnapping] = useState(true);
  const [startsFromLast, setStartsFromLast] = useState(false);
  const [view, setView] = useState<"object" | "review">("object");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** What has just been done, in place of the hint. */
  const [note, setNote] = useState<string | null>(null);
  const [faults, setFaults] = useState(0);
  const [failure, setFailure] = useState<unknown>(null);

  const lockedColumnsOf = (layerId: string) => rights.find((one) => one.layerId === layerId)?.lockedColumns ?? [];
  const fieldsOf = (layerId: string) => layers.find(({ id }) => id === layerId)?.fields ?? [];
  const startRight = rights.find(({ layerId }) => layerId === target.layerId);
  const startLayer = layers.find(({ id }) => id === target.layerId);
  if (!startRight || !startLayer) throw new Error("edit mode of a layer that is not there");
  const draft = useDraft(startRight, startLayer.datasetTitle);
  const active = activeKey === null ? undefined : draft.draft[activeKey];
  // What undo took away is not worked on any more.
  useEffect(() => {
    if (activeKey !== null && draft.loading === "here" && !active) setActiveKey(null);
  }, [activeKey, active, draft.loading]);
  const company = usePresence({ draft, activeKey, handle });
  const layer = layers.find(({ id }) => id === active?.layerId) ?? startLayer;
  const right = rights.find(({ layerId }) => layerId === layer.id) ?? startRight;
  const isOfDataset = (layerId: string) => rights.some((one) => one.layerId === layerId && one.datasetId === startRight.datasetId);
  const { datasetTitle } = startLayer;
  const sending = useSending({ draft, datasetTitle, fieldsOf, lockedColumnsOf, onFailure: setFailure });
  const { labelOf } = sending;
  const merging = useMerging({ draft, layers, lockedColumnsOf, labelOf });
  const copying = useCopying({ draft, active, fields: layer.fields, lockedColumns: right.lockedColumns, previousKey });
  const lastDrawn = Object.values(draft.draft).findLast(({ operation, layerId }) => operation === "insert" && layerId === layer.id);

  const setTool = (next: Tool) => {
    setRefusal(null);
    setNote(null);
    setFailure(null);
    if (tool === "merge") merging.end();
    if (next === "merge") merging.begin(active && active.operation !== "delete" ? active.key : null);
    if (next === "copy") copying.begin();
    setPlainTool(next);
    onDrawing(needsRoom(next));
    if (next !== "select") setView("object");
    heading.current?.scrollIntoView({ block: "nearest" });
  };
  const activate = (key: string | null) => {
    setRefusal(null);
    setNote(null);
    setView("object");
    if (activeKey !== null && key !== activeKey) setPreviousKey(activeKey);
    setActiveKey(key);
  };
  const open = async ({ layerId, fid }: FeatureRef) => {
    setFailure(null);
    const found = await client.features.get.query({ layerId, fid });
    const geometry = geometryOf(found.geometry);
    draft.open((now) => opened(now, { layerId, fid, version: found.version, label: found.label, values: found.properties, geometry }));
    return { ...found, geometry };
  };
  const take = async (feature: FeatureRef) => {
    const found = await open(feature);
    activate(keyOf(feature.layerId, feature.fid));
    if (found.geometry && piecesOf(found.geometry).length === 0) setRefusal("collection");
    return found;
  };
  // Of many features only the values were read: the shape comes with the work on it.
  const unread = active?.isShapeUnread ? active.key : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each feature
  useEffect(() => {
    if (active && active.fid !== null && unread !== null) take({ layerId: active.layerId, fid: active.fid }).catch(setFailure);
  }, [unread]);

  const chooseTool = (next: Tool, byKeys: boolean) => {
    setTool(next);
    if (byKeys) handle.library.getCanvas().focus({ preventScroll: true });
  };
  /** Who works on the map by keyboard goes on in the panel. */
  const backToPanel = () => {
    if (handle.library.getCanvas().matches(":focus-visible")) heading.current?.focus({ preventScroll: true });
  };
  // Who reaches the map by keyboard hears what to do there.
  const hintId = useId();
  useEffect(() => {
    const canvas = handle.library.getCanvas();
    canvas.setAttribute("aria-describedby", hintId);
    return () => canvas.removeAttribute("aria-describedby");
  }, [handle, hintId]);

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
    } else if (target.fid === null) chooseTool(drawToolOf(layer.geometry), true);
    else take({ layerId: target.layerId, fid: target.fid }).then(({ bbox }) => bbox && handle.fit(bbox), setFailure);
  }, [loading]);

  const drawn = (how: Tool, geometry: Geometry) => {
    setTool("select");
    if (how !== "split" && how !== "hole") {
      const editId = crypto.randomUUID();
      const like = startsFromLast && lastDrawn ? snapshotOf(lastDrawn).values : {};
      const values = startValues(like, layer.fields, right.lockedColumns);
      draft.change((now) => added(now, { editId, layerId: layer.id, label: "", values, geometry }));
      activate(keyOfNew(editId));
      backToPanel();
      return;
    }
    if (!active) return;
    const cut = cutChanges(active, how, geometry, layer.fields, right.lockedColumns);
    if ("refusal" in cut) setRefusal(cut.refusal);
    else draft.change(cut.next);
  };

  const drawing = useDrawing({
    handle,
    draft: draft.draft,
    activeKey,
    tool,
    isSnapping,
    chosenKeys: tool === "merge" ? merging.keys : [],
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

  /** A press that asks for a feature: one of the draft first, since the tiles do not show it any more. */
  const chooseAt = ({ hits, lon, lat }: Pick) => {
    const wanted = tool === "merge" ? merging.layerId : active?.layerId;
    const drawnHere = (drawing?.keysAt(lon, lat) ?? []).filter((key) => tool === "merge" || key !== activeKey);
    const mayBe = (layerId: string | undefined) => layerId !== undefined && (wanted === undefined || layerId === wanted);
    const keys = drawnHere.filter((key) => mayBe(draft.draft[key]?.layerId));
    const hit = hits.find(({ layerId }) => isOfDataset(layerId) && mayBe(layerId));
    const key = keys.find((one) => !merging.keys.includes(one)) ?? (hit ? undefined : keys[0]);
    const change = key === undefined ? undefined : draft.draft[key];
    if (tool === "merge") {
      if (change) merging.toggle(change.key);
      else if (hit) open(hit).then(() => merging.toggle(keyOf(hit.layerId, hit.fid), true), setFailure);
      else if (hits.length + drawnHere.length > 0) merging.refuse();
    } else if (change) copying.offer({ label: labelOf(change), values: snapshotOf(change).values });
    else if (hit) client.features.get.query(hit).then(({ label, properties }) => copying.offer({ label, values: properties }), setFailure);
    else if (hits.length + drawnHere.length > 0) copying.refuse();
  };

  // The press that ended a drawing asks for nothing.
  const pressedWith = usePressedWith(handle, tool);
  pick.current = (picked: Pick) => {
    const { hits, lon, lat } = picked;
    if (!drawing || draft.loading !== "here" || pressedWith.current !== tool) return;
    if (tool === "merge" || tool === "copy") chooseAt(picked);
    if (tool === "erase" && active) {
      const geometry = drawing.withoutVertexAt(lon, lat);
      if (geometry) draft.change((now) => withGeometry(now, active.key, geometry));
      setRefusal(geometry === null ? "lastVertex" : null);
    }
    if (tool !== "select" || drawing.hasShapeAt(lon, lat)) return;
    const hit = hits.find(({ layerId }) => isOfDataset(layerId));
    if (hit) take(hit).catch(setFailure);
  };

  // Told when the list changes, not with each letter of a form. What is not drawn here stays drawn by its tiles.
  const drawnHere = Object.values(draft.draft).filter(({ isShapeUnread }) => !isShapeUnread);
  const hidden = drawnHere.flatMap(({ fid, key }) => (fid === null ? [] : [key])).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names say which
  useEffect(() => {
    onHidden(drawnHere.flatMap(({ layerId, fid }) => (fid === null ? [] : [{ layerId, fid }])));
  }, [hidden]);

  const step = (go: (() => void) | undefined) =>
    go &&
    (() => {
      setNote(null);
      go();
    });
  const [undo, redo] = [step(draft.undo), step(draft.redo)];
  useUndoKeys(undo, redo);
  const shape = active && active.operation !== "delete" ? snapshotOf(active).geometry : null;
  return {
    draft,
    undo,
    redo,
    company,
    heading,
    active,
    layer,
    right,
    tool,
    setTool,
    chooseTool,
    hintId,
    isDrawing: needsRoom(tool),
    isSnapping,
    setSnapping,
    lastDrawn,
    startsFromLast,
    setStartsFromLast,
    view,
    setView,
    refusal,
    note,
    faults,
    ...sending,
    merging,
    merge() {
      const count = merging.keys.length;
      const { kept } = merging;
      const key = merging.merge();
      setTool("select");
      if (key === null || !kept) return;
      activate(key);
      setNote(t("merge.done", { count, label: labelOf(kept) }));
    },
    copying,
    copy() {
      copying.copy();
      setTool("select");
    },
    fieldsOf,
    setWrong: (column: string, text: string) =>
      active && draft.change((now) => withCells(now, new Map(), [{ key: active.key, column, wrong: text }]), `${active.key} ${column}`),
    hasShape: piecesOf(shape).length > 0,
    hint: tool !== "select" ? tool : !active ? ("none" as const) : layer.geometry === "point" ? ("selectPoint" as const) : tool,
    setValue: (column: string, value: AttributeValue) =>
      active && draft.change((now) => withValue(now, active.key, column, value), `${active.key} ${column}`),
    remove: (reason: string) => active && draft.change((now) => deleted(now, active.key, reason)),
    drop(key: string) {
      if (key === activeKey) setActiveKey(null);
      draft.change((now) => dropped(now, key));
    },
    show: activate,
    take,
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
