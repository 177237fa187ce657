import type { CloudEngine, CloudLook, CloudState } from "@archipel/point-view/draw/cloud-engine.ts";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { CloudAddress } from "./cloud-address.ts";
import { type OpenedCloud, periodOf } from "./opened-cloud.ts";
import { lookAt } from "./place-at.ts";
import { loadEngine, takeWorker } from "./warm-engine.ts";

export type EngineProblem = "webgl" | "load";

/** As `useIsWide` has it. */
const WIDE = 1024;

interface Opening {
  /** Null: nothing to show yet. */
  readonly cloud: OpenedCloud | null;
  readonly look: CloudLook;
  readonly address: CloudAddress;
}

/** The engine of the viewer, which is loaded after the page: it is large, and the page says something without it. */
export function useEngine(canvas: RefObject<HTMLCanvasElement | null>, opening: Opening) {
  const [engine, setEngine] = useState<CloudEngine | null>(null);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const open = useEffectEvent((Engine: typeof CloudEngine, element: HTMLCanvasElement) => {
    const { cloud, look, address } = opening;
    if (!cloud) return null;
    return new Engine({
      canvas: element,
      tiles: cloud.tiles,
      period: periodOf(cloud.days),
      camera: address.camera ?? (address.at && lookAt(address.at, cloud.tiles)),
      look,
      covered: coveredBy(element),
      budget: address.budget ?? undefined,
      firstWorker: takeWorker(),
      onError: () => setProblem("webgl"),
    });
  });
  // Other tiles of the same cloud are followed (`useShownTiles`); another cloud needs another engine.
  const shown = opening.cloud && `${opening.cloud.layerId} ${opening.cloud.state ?? ""}`;
  useEffect(() => {
    let opened: CloudEngine | null = null;
    let isGone = false;
    if (!shown) return;
    if (!hasWebGl()) {
      setProblem("webgl");
      return;
    }
    loadEngine().then(
      ({ CloudEngine: Engine }) => {
        if (isGone || !canvas.current) return;
        opened = open(Engine, canvas.current);
        setEngine(opened);
      },
      () => setProblem("load"),
    );
    return () => {
      isGone = true;
      opened?.close();
      setEngine(null);
    };
  }, [canvas, shown]);
  return { engine, problem };
}

/** What the panel covers: on wide screens at the side, else below. */
function coveredBy({ clientWidth }: HTMLElement): { left: number; right: number; bottom: number } {
  return clientWidth >= WIDE ? { left: 368, right: 72, bottom: 0 } : { left: 0, right: 60, bottom: 124 };
}

/** deck.gl needs WebGL 2; a browser without it gets the description alone. */
function hasWebGl(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

/** Numbers in the panel do not change with each frame: nobody could read them, and drawing them would cost frames. */
const CALM_MS = 200;

/** What the engine shows now, a few times a second. */
export function useEngineState(engine: CloudEngine | null): CloudState | null {
  const [state, setState] = useState<CloudState | null>(null);
  useEffect(() => {
    if (!engine) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isBehind = false;
    // At once after a pause: nobody waits for the first points longer than they take.
    const show = () => {
      isBehind = false;
      setState(engine.state);
      timer = setTimeout(() => {
        timer = undefined;
        if (isBehind) show();
      }, CALM_MS);
    };
    const stop = engine.subscribe(() => {
      if (timer === undefined) show();
      else isBehind = true;
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [engine]);
  return state;
}
