import type { Change } from "@archipel/map/edit/draft.ts";
import type { Tool } from "@archipel/map/edit/drawing.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useTranslations } from "next-intl";
import { type Dispatch, type RefObject, useEffect, useId } from "react";
import type { Copying } from "./copy/use-copying.ts";
import { type EditorAction, isDrawingTool } from "./editor-state.ts";
import type { Merging } from "./merge/use-merging.ts";

interface ToolsOf {
  readonly tool: Tool;
  readonly dispatch: Dispatch<EditorAction>;
  readonly active: Change | undefined;
  readonly merging: Merging;
  readonly labelOf: (change: Change) => string;
  readonly copying: Copying;
  readonly handle: MapHandle;
  readonly heading: RefObject<HTMLElement | null>;
  /** On a narrow screen the map needs the panel's space while the person draws. */
  readonly onDrawing: (isDrawing: boolean) => void;
}

/** Changing the tool: ends the old one, starts the new one, and moves the focus. */
export function useTools({ tool, dispatch, active, merging, labelOf, copying, handle, heading, onDrawing }: ToolsOf) {
  const t = useTranslations("contributions");
  const set = (next: Tool) => {
    if (tool === "merge") merging.end();
    if (next === "merge") merging.begin(active && active.operation !== "delete" ? active.key : null);
    if (next === "copy") copying.begin();
    dispatch({ type: "tool-chosen", tool: next });
    onDrawing(isDrawingTool(next));
    heading.current?.scrollIntoView({ block: "nearest" });
  };
  // A screen reader reads the hint when the focus reaches the map.
  const hintId = useId();
  useEffect(() => {
    const canvas = handle.library.getCanvas();
    canvas.setAttribute("aria-describedby", hintId);
    return () => canvas.removeAttribute("aria-describedby");
  }, [handle, hintId]);
  return {
    hintId,
    set,
    /** Chooses a tool. `byKeys`: the focus then moves to the map. */
    choose(next: Tool, byKeys: boolean) {
      set(next);
      if (byKeys) handle.library.getCanvas().focus({ preventScroll: true });
    },
    /** After drawing by keyboard, the focus returns to the panel. */
    backToPanel() {
      if (handle.library.getCanvas().matches(":focus-visible")) heading.current?.focus({ preventScroll: true });
    },
    merge() {
      const { kept, keys } = merging;
      const key = merging.merge();
      set("select");
      if (key === null || !kept) return;
      dispatch({ type: "activated", key });
      dispatch({ type: "noted", note: t("merge.done", { count: keys.length, label: labelOf(kept) }) });
    },
    copy() {
      copying.copy();
      set("select");
    },
  };
}
