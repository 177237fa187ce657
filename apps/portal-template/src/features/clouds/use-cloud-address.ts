import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect, useEffectEvent } from "react";
import { type CloudAddress, writeAddress } from "./cloud-address.ts";

/** Browsers refuse more than a hundred changes of the address in half a minute. */
const SETTLED_MS = 400;

/** Keeps the page's address the one that shows the same. */
export function useCloudAddress(
  engine: CloudEngine | null,
  look: CloudLook,
  { budget, around }: Pick<CloudAddress, "budget" | "around">,
): void {
  const write = useEffectEvent(() => {
    if (!engine) return;
    const { colouring, hidden, heights, isShaded } = look;
    const address = writeAddress({ camera: engine.layerCamera, colouring, hidden: [...hidden], heights, isShaded, budget, around });
    history.replaceState(history.state, "", `${location.pathname}${address}`);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a look that changes is written as a camera that moves
  useEffect(() => {
    if (!engine) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(write, SETTLED_MS);
    };
    later();
    const stop = engine.subscribe(later);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [engine, look]);
}
