import type { GeometryKind } from "@archipel/contracts/layers.ts";
import type { Tool } from "@archipel/map/edit/drawing.ts";

/** Why the editor did not do what the person tried on the map. */
export type Refusal = "misses" | "meets-hole" | "not-inside" | "crosses-ring" | "lastVertex" | "collection";

/** What the editor remembers beside the draft itself. */
export interface EditorState {
  /** The active change: the one being edited. */
  readonly activeKey: string | null;
  /** The change that was active before it: its values can be copied. */
  readonly previousKey: string | null;
  readonly tool: Tool;
  readonly isSnapping: boolean;
  /** A new feature starts with the values of the last one that was drawn. */
  readonly startsFromLast: boolean;
  readonly view: "object" | "review";
  readonly refusal: Refusal | null;
  /** What has just been done. Shown in place of the hint. */
  readonly note: string | null;
  /** Places at which the active shape crosses itself. */
  readonly faults: number;
  /** What core-api refused, or null. */
  readonly failure: unknown;
}

export const EDITOR_START: EditorState = {
  activeKey: null,
  previousKey: null,
  tool: "select",
  isSnapping: true,
  startsFromLast: false,
  view: "object",
  refusal: null,
  note: null,
  faults: 0,
  failure: null,
};

export type EditorAction =
  | { readonly type: "tool-chosen"; readonly tool: Tool }
  /** Another change becomes active; null: none. */
  | { readonly type: "activated"; readonly key: string | null }
  /** The active change is no longer in the draft. */
  | { readonly type: "lost" }
  | { readonly type: "viewed"; readonly view: EditorState["view"] }
  | { readonly type: "refused"; readonly refusal: Refusal | null }
  | { readonly type: "noted"; readonly note: string | null }
  | { readonly type: "snapping"; readonly isOn: boolean }
  | { readonly type: "start-from-last"; readonly isOn: boolean }
  | { readonly type: "faults-found"; readonly count: number }
  | { readonly type: "failed"; readonly error: unknown };

export function reduceEditor(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case "tool-chosen": {
      const view = action.tool === "select" ? state.view : "object";
      return { ...state, tool: action.tool, view, refusal: null, note: null, failure: null };
    }
    case "activated": {
      const isOther = state.activeKey !== null && state.activeKey !== action.key;
      const previousKey = isOther ? state.activeKey : state.previousKey;
      return { ...state, activeKey: action.key, previousKey, view: "object", refusal: null, note: null };
    }
    case "lost":
      return { ...state, activeKey: null };
    case "viewed":
      return { ...state, view: action.view };
    case "refused":
      return { ...state, refusal: action.refusal };
    case "noted":
      return { ...state, note: action.note };
    case "snapping":
      return { ...state, isSnapping: action.isOn };
    case "start-from-last":
      return { ...state, startsFromLast: action.isOn };
    case "faults-found":
      return { ...state, faults: action.count };
    case "failed":
      return { ...state, failure: action.error };
  }
}

/** Whether the tool places vertices. On a narrow screen the map then needs the panel's space. */
export const isDrawingTool = (tool: Tool): boolean => tool !== "select" && tool !== "merge" && tool !== "copy";

/** The tool that draws a feature of a layer. A layer of mixed shapes starts with areas. */
export function drawToolOf(kind: GeometryKind): Tool {
  if (kind === "point") return "point";
  return kind === "line" ? "linestring" : "polygon";
}

/** Which hint says what to do now. */
export function hintOf(tool: Tool, hasActive: boolean, kind: GeometryKind): Tool | "none" | "selectPoint" {
  if (tool !== "select") return tool;
  if (!hasActive) return "none";
  return kind === "point" ? "selectPoint" : tool;
}
