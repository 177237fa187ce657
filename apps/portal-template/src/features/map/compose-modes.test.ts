import { expect, test, vi } from "vitest";
import type { RunningMode } from "../map-kit/map-mode.ts";
import { composeModes, coveredBy, keptBy, passPick } from "./compose-modes.ts";

const pick = { hits: [], lon: 2, lat: 47 };

test("the first mode with a panel shows it, with its stop", () => {
  const scene = composeModes([
    { id: "edit", panel: null },
    { id: "report", panel: "form", stop: "full", isTall: true },
    { id: "select", panel: "feature" },
  ]);
  expect(scene).toMatchObject({ panel: "form", stop: "full", isTall: true });
});

test("a panel that is still loading already has its name", () => {
  expect(
    composeModes([
      { id: "report", key: "report/place", panel: null },
      { id: "select", key: "a/1", panel: "feature" },
    ]),
  ).toMatchObject({
    key: "report/place",
    panel: "feature",
    stop: "half",
  });
});

test("the sheet is lowered while a mode draws", () => {
  expect(composeModes([{ id: "edit", panel: "editor", isDrawing: true }]).stop).toBe("peek");
});

test("below an active mode nothing is offered", () => {
  const below: RunningMode = { id: "report", action: "button", notice: "draft" };
  const idle = composeModes([{ id: "edit" }, below]);
  expect(idle.actions).toHaveLength(1);
  expect(idle.notice).toBe("draft");
  const busy = composeModes([{ id: "edit", isActive: true }, below]);
  expect(busy.actions).toHaveLength(0);
  expect(busy.notice).toBeNull();
});

test("an active mode keeps its own notice", () => {
  expect(composeModes([{ id: "edit", isActive: true, notice: "saved" }]).notice).toBe("saved");
});

test("a click goes to the first mode that accepts it", () => {
  const refuses = vi.fn(() => false);
  const takes = vi.fn(() => true);
  const never = vi.fn(() => true);
  passPick([{ onPicked: refuses }, {}, { onPicked: takes }, { onPicked: never }], pick);
  expect(refuses).toHaveBeenCalledWith(pick);
  expect(takes).toHaveBeenCalledWith(pick);
  expect(never).not.toHaveBeenCalled();
});

test("panels cover the right on a wide screen, the bottom on a narrow one", () => {
  const wide = { isWide: true, pageHeight: 800, windowHeight: 0 };
  const narrow = { isWide: false, pageHeight: 600, windowHeight: 700 };
  const nothing = composeModes([{ id: "select" }]);
  const feature = composeModes([{ id: "select", panel: "feature" }]);
  const editor = composeModes([{ id: "edit", panel: "editor", isTall: true, trayShare: 0.5 }]);
  const placing = composeModes([{ id: "report", panel: "form", isTall: true, cursor: "cross" }]);
  expect([nothing, feature, editor].map((scene) => coveredBy(scene, wide))).toEqual([
    { top: 0, bottom: 0, left: 408, right: 0 },
    { top: 0, bottom: 0, left: 408, right: 376 },
    { top: 0, bottom: 400, left: 408, right: 440 },
  ]);
  expect([nothing, feature, placing].map((scene) => coveredBy(scene, narrow).bottom)).toEqual([130, 320, 350]);
});

test("the address keeps the parameters of all modes", () => {
  expect(keptBy([{}, { address: { tool: "measure", line: "AB-_" } }, { address: undefined }, { address: { basemap: "no ne" } }])).toBe(
    "tool=measure&line=AB-_&basemap=no+ne",
  );
  expect(keptBy([{}])).toBe("");
});
