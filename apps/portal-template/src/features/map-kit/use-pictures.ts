import type { PortalPictures } from "@archipel/contracts/portals.ts";
import type { PlacedPicture } from "@archipel/contracts/rasters.ts";
import { type MapPicture, type PictureLayer, picturesInView, type ShownPictures } from "@archipel/map/layers/pictures.ts";
import type { LayerState } from "@archipel/map/model/map-state.ts";
import type { Bounds } from "@archipel/map/ui/map-handle.ts";
import { useUnchanged } from "@archipel/map/ui/use-unchanged.ts";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../../api/react.tsx";
import { links } from "../../links.ts";

const FRESH_MS = 60_000;

const pictureLayer = ({ datasetId, ...rest }: PortalPictures): PictureLayer => ({ id: datasetId, ...rest });

/** A picture with its address on the portal's own host. */
export const mapPicture = ({ id, corners }: PlacedPicture): MapPicture => ({ id, corners, url: links.attachmentPreview(id) });

export interface Pictures {
  readonly layers: readonly PictureLayer[];
  /** The pictures that are on, top first. */
  readonly shownLayers: readonly PictureLayer[];
  /** The pictures in view. The same object as long as they do not change. */
  readonly shown: readonly ShownPictures[];
  readonly titleOf: (pictureId: string) => string;
  /** Datasets whose pictures could not be read. */
  readonly failed: readonly string[];
}

/** The pictures of datasets that are on, read when they are first switched on, chosen by what is in view. */
export function useShownPictures(shownLayers: readonly PictureLayer[], bounds: Bounds | null) {
  const api = useApi();
  const answers = useQueries({
    queries: shownLayers.map(({ id }) => api.attachments.pictures.queryOptions({ datasetId: id }, { staleTime: FRESH_MS })),
  });
  const read = shownLayers.map(({ id }, index) => ({
    id,
    pictures: answers[index]?.data ?? [],
    isFailed: answers[index]?.isError ?? false,
  }));
  const found: ShownPictures[] = bounds
    ? read.map(({ id, pictures }) => ({ id, ...picturesInView(pictures.map(mapPicture), [...bounds]) }))
    : [];
  const ids = (pictures: readonly MapPicture[]) => pictures.map(({ id }) => id).join();
  const key = found.map(({ id, drawn, outlined }) => `${id}:${ids(drawn)}/${ids(outlined)}`).join(" ");
  // A new value makes the whole style of the map again.
  const shown = useUnchanged(found, key);
  return { read, shown };
}

/** Pictures on the map, listed from the start. */
export function usePictures(listed: readonly PortalPictures[], states: readonly LayerState[], bounds: Bounds | null): Pictures {
  const layers = useMemo(() => listed.map(pictureLayer), [listed]);
  const shownLayers = picturesOn(layers, states);
  const { read, shown } = useShownPictures(shownLayers, bounds);
  return {
    layers,
    shownLayers,
    shown,
    titleOf: (pictureId) => read.flatMap(({ pictures }) => pictures).find(({ id }) => id === pictureId)?.title ?? "",
    failed: read.flatMap(({ id, isFailed }) => (isFailed ? [id] : [])),
  };
}

/** The pictures that are on, top first. */
export const picturesOn = (layers: readonly PictureLayer[], states: readonly LayerState[]): PictureLayer[] =>
  states.flatMap(({ id, isOn }) => (isOn ? (layers.find((layer) => layer.id === id) ?? []) : []));
