import type { Map as MapLibreMap } from "maplibre-gl";

/** A map that draws slowly answers with what it knows by then. */
const PATIENCE_MS = 1500;

/** The part of MapLibre's map that is needed here. */
export type DrawingMap = Pick<MapLibreMap, "once"> & { getStyle(): unknown };

/**
 * Acts at once when the map has a style. A click that comes before is kept: it is answered once everything of the first view is drawn,
 * because nothing can be found on a map without layers.
 */
export function whenDrawn(map: DrawingMap, act: () => void): void {
  if (map.getStyle()) {
    act();
    return;
  }
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    act();
  };
  map.once("load", once);
  map.once("style.load", () => setTimeout(once, PATIENCE_MS));
}

/**
 * Acts at once when the map has a style, else when its first one has loaded.
 *
 * @returns a function after which it no longer acts
 */
export function whenStyled<Styled extends DrawingMap>(map: Styled, act: (map: Styled) => void): () => void {
  let isCancelled = false;
  const once = () => {
    if (!isCancelled) act(map);
  };
  if (map.getStyle()) once();
  else map.once("style.load", once);
  return () => {
    isCancelled = true;
  };
}
