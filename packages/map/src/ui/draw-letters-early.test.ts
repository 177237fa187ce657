import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawLettersEarly } from "./draw-letters-early.ts";

const layer = (id: string, font?: string) => ({ id, type: "symbol", source: "s", layout: font ? { "text-font": [font] } : {} });
const style = { version: 8, sources: {}, layers: [layer("a", "Inter"), layer("b", "Inter"), layer("c")] } as StyleSpecification;

/** A map that remembers which letters it was asked for. */
function fakeMap() {
  const handlers = new Map<string, () => void>();
  const drawn: string[] = [];
  const map = {
    once: (name: string, handler: () => void) => handlers.set(name, handler),
    style: {
      glyphManager: {
        async getGlyphs(asked: Record<string, { default: string[] }>) {
          for (const [font, { default: letters }] of Object.entries(asked)) drawn.push(...letters.map((letter) => `${font} ${letter}`));
        },
      },
    },
  };
  return { map: map as unknown as MapLibreMap, drawn, fire: (name: string) => handlers.get(name)?.() };
}

/** Tasks that wait until the test runs them. */
let tasks: (() => unknown)[] = [];
const runOne = async () => {
  await tasks.shift()?.();
};

beforeEach(() => {
  tasks = [];
  vi.stubGlobal("scheduler", {
    postTask: async (task: () => unknown, { priority }: { priority: string }) => {
      expect(priority).toBe("background");
      tasks.push(task);
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

test("each task draws one letter, once for each font, and begins after the frame that asks for tiles", async () => {
  const { map, drawn, fire } = fakeMap();
  drawLettersEarly(map, style);
  expect(tasks).toHaveLength(0);
  fire("render");
  await runOne();
  expect(drawn).toHaveLength(1);
  while (tasks.length > 0) await runOne();
  expect(drawn).toContain("Inter e");
  expect(new Set(drawn).size).toBe(drawn.length);
});

test.each(["load", "remove"])("nothing is drawn after %s", async (event) => {
  const { map, drawn, fire } = fakeMap();
  drawLettersEarly(map, style);
  fire("render");
  await runOne();
  fire(event);
  while (tasks.length > 0) await runOne();
  expect(drawn).toHaveLength(1);
});

test("a browser without tasks of the background draws letters when they are needed", () => {
  vi.stubGlobal("scheduler", undefined);
  const { map, drawn, fire } = fakeMap();
  drawLettersEarly(map, style);
  fire("render");
  expect(drawn).toHaveLength(0);
});
