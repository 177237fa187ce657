import type { CloudEngine, CloudLook, CloudState } from "@archipel/point-view/draw/cloud-engine.ts";
import { JSDOM } from "jsdom";
import { act, createElement } from "react";
import type { Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readAddress } from "./cloud-address.ts";
import type { OpenedCloud } from "./opened-cloud.ts";

type Options = Record<string, unknown> & { onError: () => void };

const made = vi.hoisted(() => ({
  engines: [] as { options: Options; isClosed: boolean; close: () => void }[],
  fails: false,
  worker: {},
}));
vi.mock("./warm-engine.ts", () => ({
  takeWorker: () => made.worker,
  loadEngine: async () => {
    if (made.fails) throw new Error("offline");
    return {
      CloudEngine: class {
        isClosed = false;
        options: Options;
        constructor(options: Options) {
          this.options = options;
          made.engines.push(this);
        }
        close() {
          this.isClosed = true;
        }
      },
    };
  },
}));

const { useEngine, useEngineState } = await import("./use-engine.ts");

const look: CloudLook = { colouring: "elevation", hidden: new Set(), heights: null, isShaded: true };
const cloud = (layerId: string) => ({ layerId, tiles: [{ id: "a" }], days: null }) as unknown as OpenedCloud;

let root: Root;
let seen: ReturnType<typeof useEngine>;
let dom: JSDOM;
/** Whether the browser of the test has WebGL 2. */
let hasWebGl = true;

beforeEach(async () => {
  Object.assign(made, { engines: [], fails: false });
  hasWebGl = true;
  dom = new JSDOM("<!doctype html><main></main>");
  dom.window.HTMLCanvasElement.prototype.getContext = (() => (hasWebGl ? {} : null)) as never;
  vi.stubGlobal("window", dom.window);
  vi.stubGlobal("document", dom.window.document);
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const { createRoot } = await import("react-dom/client");
  root = createRoot(dom.window.document.querySelector("main") as Element);
});
afterEach(async () => {
  await act(async () => root.unmount());
  dom.window.close();
  vi.unstubAllGlobals();
});

const canvas: { current: HTMLCanvasElement | null } = { current: null };

function Viewer({ shown, search }: { shown: OpenedCloud | null; search: string }) {
  seen = useEngine(canvas, { cloud: shown, look, address: readAddress(search, "#1,2,3,400,0,50") });
  return null;
}

const show = (shown: OpenedCloud | null, { search = "", width = 1280 } = {}) => {
  canvas.current = Object.defineProperty(document.createElement("canvas"), "clientWidth", { value: width });
  return act(async () => root.render(createElement(Viewer, { shown, search })));
};

describe("the engine of a page", () => {
  it("is opened with the cloud, the view of the address, and the thread that is warm", async () => {
    await show(cloud("one"), { search: "?points=5000" });
    expect(seen.engine).toBe(made.engines[0]);
    expect(seen.problem).toBeNull();
    expect(made.engines[0]?.options).toMatchObject({
      tiles: [{ id: "a" }],
      camera: { target: [1, 2, 3], distance: 400 },
      budget: 5000,
      firstWorker: made.worker,
      covered: { left: 368, bottom: 0 },
    });
  });

  it("knows that the panel is below on a narrow screen", async () => {
    await show(cloud("one"), { width: 360 });
    expect(made.engines[0]?.options.covered).toEqual({ left: 0, right: 60, bottom: 124 });
  });

  it("waits for a cloud, and is another one for another cloud", async () => {
    await show(null);
    expect(seen.engine).toBeNull();
    expect(made.engines).toEqual([]);
    await show(cloud("one"));
    await show(cloud("two"));
    expect(made.engines.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(seen.engine).toBe(made.engines[1]);
  });

  it("is closed with the page", async () => {
    await show(cloud("one"));
    await act(async () => root.render(null));
    expect(made.engines[0]?.isClosed).toBe(true);
  });

  it("says that a browser cannot draw, before and after it has begun", async () => {
    hasWebGl = false;
    await show(cloud("one"));
    expect(seen).toEqual({ engine: null, problem: "webgl" });
    hasWebGl = true;
    await show(cloud("two"));
    const [engine] = made.engines;
    if (!engine) throw new Error("no engine was made");
    await act(async () => engine.options.onError());
    expect(seen.problem).toBe("webgl");
  });

  it("says that it could not be loaded", async () => {
    made.fails = true;
    await show(cloud("one"));
    expect(seen).toEqual({ engine: null, problem: "load" });
  });
});

function Status({ engine, onShow }: { engine: CloudEngine; onShow: (state: CloudState | null) => void }) {
  onShow(useEngineState(engine));
  return null;
}

describe("the state of an engine", () => {
  it("is shown at once after a pause, then a few times a second, and is the last one in the end", async () => {
    vi.useFakeTimers();
    const listeners = new Set<() => void>();
    const engine = {
      state: { points: 0 } as unknown as CloudState,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const shown: unknown[] = [];
    const onShow = (state: unknown) => void shown.push(state);
    try {
      await act(async () => root.render(createElement(Status, { engine: engine as unknown as CloudEngine, onShow })));
      for (let points = 1; points <= 20; points++) {
        engine.state = { points } as unknown as CloudState;
        await act(async () => {
          for (const listener of listeners) listener();
        });
      }
      expect(shown).toEqual([null, { points: 1 }]);
      await act(async () => vi.advanceTimersByTime(1000));
      expect(shown).toEqual([null, { points: 1 }, { points: 20 }]);
      await act(async () => root.unmount());
      expect(listeners.size).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
