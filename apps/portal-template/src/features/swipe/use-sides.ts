import { type LayerState, reduce } from "@archipel/map/model/map-state.ts";
import { decodeLayers, encodeLayers } from "@archipel/map/model/permalink.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { type Basemap, basemapOf } from "@archipel/map-style/basemap-choice.ts";
import { useState } from "react";
import type { ModeContext } from "../map-kit/map-mode.ts";
import type { ToolProps } from "../map-kit/map-tool.ts";
import { picturesOn, useShownPictures } from "../map-kit/use-pictures.ts";
import { onGround, type SideGround } from "./swipe-basemaps.tsx";

interface Right {
  readonly layers: readonly LayerState[];
  readonly basemap: Basemap;
}

/** What each side shows: the left side is the page's own map, the right one belongs to the tool. */
export function useSides({ state, dispatch, layers, pictures, drawing }: ModeContext, start: ToolProps["start"], handle: MapHandle) {
  const [right, setRight] = useState<Right>(() =>
    start.right === undefined
      ? { layers: state.layers, basemap: state.basemap ?? "plan" }
      : { layers: decodeLayers(start.right, state.layers), basemap: basemapOf(start.base) },
  );
  const rightPictures = picturesOn(pictures, right.layers);
  const { shown } = useShownPictures(rightPictures, handle.bounds());
  const rows = layersInOrder(state.layers, layers).map(({ id, title, isOn }) => ({
    id,
    title,
    isLeft: isOn,
    isRight: right.layers.some((one) => one.id === id && one.isOn),
  }));
  return {
    rows,
    /** What the right side is drawn from. */
    drawing: { ...drawing, pictures: shown, state: { ...state, layers: [...right.layers], basemap: right.basemap } },
    right: {
      layers: layersInOrder(right.layers, layers)
        .filter(({ isOn }) => isOn)
        .map(({ layer }) => layer),
      pictures: rightPictures,
      ground: { basemap: right.basemap, pictures: rightPictures[0]?.id ?? null } satisfies SideGround,
    },
    left: {
      ground: { basemap: state.basemap ?? "plan", pictures: picturesOn(pictures, state.layers)[0]?.id ?? null } satisfies SideGround,
    },
    query: { right: encodeLayers(right.layers), ...(right.basemap !== "plan" && { base: right.basemap }) },
    switchLeft: (layerId: string, isOn: boolean) => dispatch({ type: "switched", layerId, isOn }),
    switchRight: (layerId: string, isOn: boolean) =>
      setRight({ ...right, layers: reduce({ ...state, layers: [...right.layers] }, { type: "switched", layerId, isOn }).layers }),
    groundLeft: (ground: SideGround) => {
      dispatch({ type: "based", basemap: ground.basemap });
      for (const { id } of pictures) dispatch({ type: "switched", layerId: id, isOn: id === ground.pictures });
    },
    groundRight: (ground: SideGround) => setRight({ layers: onGround(right.layers, pictures, ground), basemap: ground.basemap }),
  };
}

function layersInOrder<Layer extends { readonly id: string; readonly title: string }>(
  states: readonly LayerState[],
  layers: readonly Layer[],
) {
  return states.flatMap(({ id, isOn }) => {
    const layer = layers.find((one) => one.id === id);
    return layer ? [{ id, title: layer.title, isOn, layer }] : [];
  });
}
