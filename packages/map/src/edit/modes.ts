import type { Position } from "geojson";
import { type GeoJSONStoreFeatures, type HexColor, type TerraDrawMouseEvent, TerraDrawPointMode, TerraDrawSelectMode } from "terra-draw";
import { AreaMode, LineMode, type Presses } from "./closing.ts";

export interface EditColours {
  /** Shapes that are being edited. */
  readonly shape: HexColor;
  /** Background of holes and handles. */
  readonly ground: HexColor;
  readonly ink: HexColor;
}

export type SnapTo = (event: TerraDrawMouseEvent) => Position | undefined;

/** Ends the current drawing: it closes the shape, and the editor drops an incomplete one. */
export const FINISH_KEY = "Escape";

/** Property of shapes that are chosen for a merge. */
export const CHOSEN = "chosen";

/** Returns one style value for chosen shapes and another for the rest. */
const either =
  <T>(chosen: T, other: T) =>
  ({ properties }: GeoJSONStoreFeatures): T =>
    properties[CHOSEN] === true ? chosen : other;

/** terra-draw's modes as the editor uses them, in the theme's colours. `split` and `hole` are drawings that change a shape. */
export function editModes({ shape, ground, ink }: EditColours, toCustom: SnapTo, presses: Presses) {
  const snapping = { toCustom };
  const handle = { width: 6, outline: 2 };
  const points = {
    closingPointColor: ground,
    closingPointWidth: handle.width,
    closingPointOutlineColor: shape,
    closingPointOutlineWidth: handle.outline,
    snappingPointColor: ground,
    snappingPointWidth: handle.width + 2,
    snappingPointOutlineColor: ink,
    snappingPointOutlineWidth: handle.outline,
  };
  const area = {
    fillColor: shape,
    fillOpacity: either(0.55, 0.25),
    outlineColor: either(ink, shape),
    outlineWidth: either(5, 3),
    ...points,
  };
  const line = {
    lineStringColor: either(ink, shape),
    lineStringWidth: either(6, 3),
    ...points,
  };
  // The map stays visible through a hole, also while it is drawn.
  const hole = { ...area, fillOpacity: 0, outlineWidth: either(4, 2) };
  const keyEvents = { finish: FINISH_KEY, cancel: null };
  const vertices = { coordinates: { draggable: true, deletable: true, midpoints: { draggable: true }, snappable: snapping } };
  return [
    new TerraDrawSelectMode({
      flags: {
        polygon: { feature: vertices },
        hole: { feature: vertices },
        linestring: { feature: vertices },
        point: { feature: { draggable: true } },
      },
      keyEvents: null,
      pointerDistance: 24,
      styles: {
        selectedPolygonColor: shape,
        selectedPolygonFillOpacity: ({ properties }) => (properties.mode === "hole" ? 0 : 0.2),
        selectedPolygonOutlineColor: shape,
        selectedPolygonOutlineWidth: 3,
        selectedLineStringColor: shape,
        selectedLineStringWidth: 4,
        selectedPointColor: shape,
        selectedPointWidth: 9,
        selectedPointOutlineColor: ground,
        selectedPointOutlineWidth: 3,
        selectionPointColor: ground,
        selectionPointWidth: handle.width,
        selectionPointOutlineColor: shape,
        selectionPointOutlineWidth: handle.outline,
        midPointColor: shape,
        midPointWidth: 4,
        midPointOutlineColor: ground,
        midPointOutlineWidth: 1,
      },
    }),
    new AreaMode(presses, { snapping, keyEvents, styles: area }),
    new AreaMode(presses, { modeName: "hole", keyEvents, styles: hole }),
    new LineMode(presses, { snapping, keyEvents, styles: line }),
    new LineMode(presses, { modeName: "split", keyEvents, styles: { ...line, lineStringColor: ink, lineStringWidth: 2 } }),
    new TerraDrawPointMode({
      styles: {
        pointColor: shape,
        pointWidth: either(10, 7),
        pointOutlineColor: either(ink, ground),
        pointOutlineWidth: either(4, 2),
      },
    }),
  ];
}
