import { TerraDraw, type TerraDrawMouseEvent } from "terra-draw";
import { beforeEach, describe, expect, it } from "vitest";
import { readPresses } from "./closing.ts";
import { editModes } from "./modes.ts";
import { holesOf, withHoles } from "./see-through.ts";
import { PX, TestScreen } from "./testing/screen.ts";

const COLOURS = { shape: "#000000", ground: "#ffffff", ink: "#333333" } as const;

let screen: TestScreen;
let finished: number[][][];
let now = 0;
let press: (x: number, y: number, pauseMs?: number) => void;
let draw: TerraDraw;

beforeEach(() => {
  screen = new TestScreen();
  finished = [];
  now = 0;
});

function start(mode: string, isCoarse = false): void {
  const presses = readPresses();
  draw = new TerraDraw({ adapter: screen, modes: editModes(COLOURS, () => undefined, presses) });
  draw.start();
  draw.setMode(mode);
  draw.on("finish", (id) => {
    const { geometry } = draw.getSnapshotFeature(id) ?? {};
    if (geometry?.type === "Polygon")
      finished.push((geometry.coordinates[0] ?? []).map(([x = 0, y = 0]) => [Math.round(x / PX), Math.round(y / PX)]));
    if (geometry?.type === "LineString")
      finished.push(geometry.coordinates.map(([x = 0, y = 0]) => [Math.round(x / PX), Math.round(y / PX)]));
  });
  press = (x, y, pauseMs = 900) => {
    now += pauseMs;
    presses.press({ x, y, atMs: now, isCoarse });
    const event: TerraDrawMouseEvent = {
      lng: x * PX,
      lat: y * PX,
      containerX: x,
      containerY: y,
      button: "left",
      heldKeys: [],
      isContextMenu: false,
    };
    // A mouse moves to the place before it is pressed; a finger does not.
    if (!isCoarse) screen.callbacks?.onMouseMove({ ...event, button: "neither" });
    screen.callbacks?.onClick(event);
  };
}

const HOUSE = [[100, 100], [160, 100], [160, 127], [100, 127]] as const; // biome-ignore format: a shape on one line

describe("an area", () => {
  it("of 60 by 27 pixels keeps its four corners when they are clicked slowly", () => {
    start("polygon");
    for (const [x, y] of HOUSE) press(x, y);
    expect(finished).toEqual([]);
    press(103, 104);
    expect(finished).toEqual([[...HOUSE, HOUSE[0]]]);
  });

  it("closes within ten pixels of its first corner, and no further", () => {
    start("polygon");
    for (const [x, y] of HOUSE) press(x, y);
    press(100, 112);
    expect(finished).toEqual([]);
    press(100, 109);
    expect(finished).toHaveLength(1);
    expect(finished[0]).toHaveLength(6);
  });

  it("closes within a finger's width for touch", () => {
    start("polygon", true);
    for (const [x, y] of [[0, 0], [90, 0], [90, 90], [0, 90]] as const) press(x, y); // biome-ignore format: a shape on one line
    press(14, 14);
    expect(finished).toEqual([[[0, 0], [90, 0], [90, 90], [0, 90], [0, 0]]]); // biome-ignore format: a shape on one line
  });

  it("ends by a double click, which adds its place once", () => {
    start("polygon");
    for (const [x, y] of HOUSE) press(x, y);
    press(102, 129, 180);
    expect(finished).toEqual([[...HOUSE, HOUSE[0]]]);
  });

  it("goes on after a slow click near its last corner, and after a double click on its second corner", () => {
    start("polygon");
    press(0, 0);
    press(80, 0);
    press(82, 1, 150);
    press(80, 60);
    press(80, 66);
    expect(finished).toEqual([]);
    press(0, 0);
    expect(finished).toEqual([[[0, 0], [80, 0], [80, 60], [80, 66], [0, 0]]]); // biome-ignore format: a shape on one line
  });
});

describe("a line", () => {
  it("has a short last side, and ends by a double click", () => {
    start("linestring");
    press(0, 0);
    press(100, 0);
    press(112, 4);
    expect(finished).toEqual([]);
    press(113, 4, 200);
    expect(finished).toEqual([[[0, 0], [100, 0], [112, 4]]]); // biome-ignore format: a line on one line
  });
});

it("paints an area with its holes left out, and a hole with nothing over the map", () => {
  const ring = (side: number) => ({ type: "Polygon" as const, coordinates: [[[0, 0], [side, 0], [0, side], [0, 0]]] }); // biome-ignore format: a shape on one line
  const piece = (id: string, side: number, mode: string) => ({ type: "Feature" as const, id, geometry: ring(side), properties: { mode } });
  const pieces = [piece("layer/7|0|0", 9, "polygon"), piece("layer/7|0|1", 2, "hole"), piece("layer/7|1|0", 5, "polygon")];
  const holes = holesOf(pieces);
  expect(pieces.map((one) => withHoles(one, holes).geometry.coordinates.length)).toEqual([2, 1, 1]);
  start("select");
  const opacityOf = (properties: { mode: string; selected?: boolean }) => {
    const modes = editModes(COLOURS, () => undefined, readPresses());
    const mode = modes.find((one) => one.mode === (properties.selected ? "select" : properties.mode));
    return mode?.styleFeature({ type: "Feature", id: "a", geometry: ring(1), properties }).polygonFillOpacity;
  };
  expect([opacityOf({ mode: "hole" }), opacityOf({ mode: "hole", selected: true })]).toEqual([0, 0]);
  expect(opacityOf({ mode: "polygon" })).toBeGreaterThan(0);
});
