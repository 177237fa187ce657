import { LiveLayers } from "../model/live-layers.ts";
import { type CreateOptions, createMap, type MapListener, type RunningMap } from "./create-map.ts";
import { CONTAINER } from "./load-maplibre.ts";

export const containerMark = { [CONTAINER]: "" };

/** Follows the map until its component does: nobody hears it meanwhile. */
const NOBODY: MapListener = {
  padding: () => ({ top: 0, right: 0, bottom: 0, left: 0 }),
  onMoved: () => {},
  onPicked: () => {},
  onSettled: () => {},
};

interface EarlyMap {
  readonly container: HTMLElement;
  readonly live: LiveLayers;
  readonly running: Promise<RunningMap | undefined>;
}

let early: EarlyMap | null = null;

interface EarlyStart extends Pick<CreateOptions, "style" | "view" | "label"> {
  /** With the revision that they had when the page was made. */
  readonly layers: readonly { readonly id: string; readonly revision: number }[];
}

/**
 * Starts the map in the element that the server has drawn for it, before its component runs: its tiles travel while React takes the page
 * over. Does nothing on a page without a free element.
 */
export function startEarlyMap({ layers, ...view }: EarlyStart): void {
  const container = document.querySelector<HTMLElement>(`[${CONTAINER}=""]`);
  if (!container || early) return;
  const live = new LiveLayers(layers);
  const running = createMap({ ...view, container, live, listener: NOBODY }, () => !container.isConnected);
  running.catch(() => {});
  early = { container, live, running };
}

/** The edits that the map knows which was started early; null without one. */
export const earlyLive = (): LiveLayers | null => (early?.container.isConnected ? early.live : null);

/** The map that was started in this element, which belongs to the caller from now on; null without one. */
export function takeEarlyMap(container: HTMLElement): Promise<RunningMap | undefined> | null {
  container.setAttribute(CONTAINER, "taken");
  if (early === null) return null;
  const { container: own, running } = early;
  early = null;
  if (own === container) return running;
  // Its element was not kept.
  running.then((map) => map?.remove()).catch(() => {});
  return null;
}
