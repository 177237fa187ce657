import fc from "fast-check";
import type { Geometry, Position } from "geojson";
import { TerraDraw } from "terra-draw";
import { expect, it } from "vitest";
import { readPresses } from "./closing.ts";
import { splitBy, withHole } from "./cut.ts";
import { editModes } from "./modes.ts";
import { piecesOf } from "./pieces.ts";
import { type Shape, ShownShapes } from "./shown-shapes.ts";
import { TestScreen } from "./testing/screen.ts";

const ring = (x: number, y: number, width: number, height: number): Position[] =>
  [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]].map(([lon = 0, lat = 0]) => [lon / 7e4, lat / 7e4]); // biome-ignore format: a shape on one line

type State = { readonly shapes: readonly Shape[]; readonly made: number };

/** What a person does to the first shape: cuts it in two, or digs a hole into it. */
function cut({ shapes, made }: State, which: number, share: number): State {
  const shape = shapes[which % shapes.length];
  if (!shape) return { shapes, made };
  const [[[, , [maxX = 0, maxY = 0] = []] = []] = []] = piecesOf(shape.geometry).map((piece) => piece.geometry.coordinates as Position[][]);
  const done: ReturnType<typeof splitBy> =
    share < 0.5
      ? splitBy(shape.geometry, [[maxX * share, -1], [maxX * share, 1]]) // biome-ignore format: a line on one line
      : withHole(shape.geometry, ring(maxX * 7e4 * share, maxY * 7e4 * share, 3, 2));
  if ("refusal" in done) return { shapes, made };
  const [first = shape.geometry, ...others] = done.geometries;
  const changed = shapes.map((one): Shape => (one === shape ? { ...one, geometry: first } : one));
  return {
    shapes: [...changed, ...others.map((geometry, index): Shape => ({ key: `new/${made + index}`, geometry, before: null }))],
    made: made + others.length,
  };
}

it("draws each shape after any cuts, undo and redo, with the decimals that terra-draw takes", () => {
  const start: State = {
    shapes: [{ key: "layer/1", before: null, geometry: { type: "Polygon", coordinates: [ring(0, 0, 90, 60)] } }],
    made: 0,
  };
  const step = fc.oneof(
    fc.record({ kind: fc.constant("cut" as const), which: fc.nat(5), share: fc.double({ min: 0.05, max: 0.95, noNaN: true }) }),
    fc.record({ kind: fc.constantFrom("undo" as const, "redo" as const) }),
    fc.record({ kind: fc.constant("activate" as const), which: fc.nat(5) }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 25 }), (steps) => {
      const draw = new TerraDraw({
        adapter: new TestScreen(),
        modes: editModes({ shape: "#000000", ground: "#ffffff", ink: "#333333" }, () => undefined, readPresses()),
        idStrategy: { isValidId: (id) => typeof id === "string", getId: () => crypto.randomUUID() },
      });
      draw.start();
      draw.setMode("select");
      const shown = new ShownShapes(draw);
      let [past, present, future]: [State[], State, State[]] = [[], start, []];
      let active: string | null = "layer/1";
      for (const one of steps) {
        if (one.kind === "cut") [past, present, future] = [[...past, present], cut(present, one.which, one.share), []];
        else if (one.kind === "undo" && past.length > 0)
          [past, present, future] = [past.slice(0, -1), past.at(-1) as State, [present, ...future]];
        else if (one.kind === "redo" && future.length > 0)
          [past, present, future] = [[...past, present], future[0] as State, future.slice(1)];
        else if (one.kind === "activate") active = present.shapes[one.which]?.key ?? null;
        if (!present.shapes.some(({ key }) => key === active)) active = null;
        shown.show(present.shapes, active, []);
        shown.selectAgain();
        for (const shape of present.shapes) expect(nearly(shown.drawn(shape))).toEqual(nearly(shape.geometry));
        const pieces = present.shapes.flatMap(({ geometry }) => piecesOf(geometry));
        expect(draw.getSnapshot().filter(({ properties }) => !properties.selectionPoint && !properties.midPoint)).toHaveLength(
          pieces.length,
        );
      }
    }),
    { numRuns: 20 },
  );
});

const nearly = (geometry: Geometry | null) =>
  piecesOf(geometry).map((piece) =>
    JSON.stringify(piece.geometry.coordinates, (_, value) => (typeof value === "number" ? Math.round(value * 1e9) : value)),
  );
