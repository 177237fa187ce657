import { expect, test } from "vitest";
import { drawToolOf, EDITOR_START, type EditorState, hintOf, isDrawingTool, reduceEditor } from "./editor-state.ts";

const state = (given: Partial<EditorState>): EditorState => ({ ...EDITOR_START, ...given });

test("choosing another tool clears the messages about the previous one", () => {
  const before = state({ refusal: "misses", note: "merged", failure: new Error("refused"), view: "review" });
  expect(reduceEditor(before, { type: "tool-chosen", tool: "split" })).toMatchObject({
    tool: "split",
    refusal: null,
    note: null,
    failure: null,
    view: "object",
  });
});

test("choosing the select tool keeps the review open", () => {
  const before = state({ tool: "polygon", view: "review" });
  expect(reduceEditor(before, { type: "tool-chosen", tool: "select" }).view).toBe("review");
});

test("the change before the active one is remembered", () => {
  const first = reduceEditor(EDITOR_START, { type: "activated", key: "a" });
  expect(first).toMatchObject({ activeKey: "a", previousKey: null });
  const second = reduceEditor(first, { type: "activated", key: "b" });
  expect(second).toMatchObject({ activeKey: "b", previousKey: "a" });
  expect(reduceEditor(second, { type: "activated", key: "b" })).toMatchObject({ activeKey: "b", previousKey: "a" });
  expect(reduceEditor(second, { type: "activated", key: null })).toMatchObject({ activeKey: null, previousKey: "b" });
});

test("activating a change shows it and clears an old refusal or note; a failure stays visible", () => {
  const failure = new Error("refused");
  const before = state({ view: "review", refusal: "collection", note: "merged", failure });
  expect(reduceEditor(before, { type: "activated", key: "a" })).toMatchObject({ view: "object", refusal: null, note: null, failure });
});

test("a change removed by undo is neither active nor the previous one", () => {
  expect(reduceEditor(state({ activeKey: "a", previousKey: "b" }), { type: "lost" })).toMatchObject({ activeKey: null, previousKey: "b" });
});

test("each other action changes its own part", () => {
  const error = new Error("no network");
  expect(reduceEditor(EDITOR_START, { type: "viewed", view: "review" })).toEqual(state({ view: "review" }));
  expect(reduceEditor(EDITOR_START, { type: "refused", refusal: "lastVertex" })).toEqual(state({ refusal: "lastVertex" }));
  expect(reduceEditor(EDITOR_START, { type: "noted", note: "merged" })).toEqual(state({ note: "merged" }));
  expect(reduceEditor(EDITOR_START, { type: "snapping", isOn: false })).toEqual(state({ isSnapping: false }));
  expect(reduceEditor(EDITOR_START, { type: "start-from-last", isOn: true })).toEqual(state({ startsFromLast: true }));
  expect(reduceEditor(EDITOR_START, { type: "faults-found", count: 2 })).toEqual(state({ faults: 2 }));
  expect(reduceEditor(EDITOR_START, { type: "failed", error })).toEqual(state({ failure: error }));
});

test("only tools that place vertices need the whole map", () => {
  expect((["point", "linestring", "polygon", "split", "hole", "erase"] as const).every(isDrawingTool)).toBe(true);
  expect((["select", "merge", "copy"] as const).some(isDrawingTool)).toBe(false);
});

test("a layer's shapes choose the tool that draws them", () => {
  expect([drawToolOf("point"), drawToolOf("line"), drawToolOf("polygon"), drawToolOf("mixed")]).toEqual([
    "point",
    "linestring",
    "polygon",
    "polygon",
  ]);
});

test("the hint is about the tool, or about what to choose first", () => {
  expect(hintOf("split", true, "polygon")).toBe("split");
  expect(hintOf("select", false, "polygon")).toBe("none");
  expect(hintOf("select", true, "point")).toBe("selectPoint");
  expect(hintOf("select", true, "line")).toBe("select");
});
