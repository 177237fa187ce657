import type { Relief } from "@archipel/contracts/elevation.ts";
import { bboxFromMercator } from "@archipel/geo/mercator.ts";
import { type MapPicture, pictureLayers, pictureSources, picturesInView } from "@archipel/map/layers/pictures.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { GroundSquare } from "@archipel/point-view/scene/ground.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { StyleSpecification } from "maplibre-gl";
import { withRelief } from "../../elevation/relief/draw-relief.ts";
import { FIRST_VIEW } from "../../elevation/relief/relief-code.ts";

/** A dataset of aerial pictures. */
export interface PictureDataset {
  readonly id: string;
  readonly title: string;
  readonly pictures: readonly MapPicture[];
}

/** What aerial pictures are made of: datasets, top first, over the rasters of an operator's basemap. */
export interface GroundPictures {
  readonly datasets: readonly PictureDataset[];
  readonly rasters: StyleSpecification | null;
}

const plainGround = (land: string): StyleSpecification => ({
  version: 8,
  sources: {},
  layers: [{ id: "ground", type: "background", paint: { "background-color": land } }],
});

/** A plaster model: grey, in both colour modes, so that it differs from all colours of points and slopes show at their best. */
const PLASTER = "#9aa19e";
const SLOPES = {
  "hillshade-method": "multidirectional",
  "hillshade-exaggeration": 1,
  "hillshade-shadow-color": "rgba(10, 14, 14, 0.95)",
  "hillshade-highlight-color": "rgba(255, 255, 255, 0.9)",
} as const;

/** The shades of the portal's map, without the map. */
export function terrainStyle(relief: Relief, mode: Mode): StyleSpecification {
  const style = withRelief(plainGround(PLASTER), relief, { ...FIRST_VIEW, isRaised: false }, mode);
  return {
    ...style,
    layers: style.layers.map((layer) => (layer.type === "hillshade" ? { ...layer, paint: { ...layer.paint, ...SLOPES } } : layer)),
  };
}

/** What a square shows of aerial pictures. `square`: of the map. */
export function pictureStyle(
  { rasters, datasets }: GroundPictures,
  palette: LayerPalette,
  { centre: [x, y], half }: GroundSquare,
): StyleSpecification {
  const view = bboxFromMercator([x - half, y - half, x + half, y + half]);
  const shown = datasets.toReversed().map(({ id, pictures }) => ({ id, drawn: picturesInView(pictures, view).drawn, outlined: [] }));
  const ground = plainGround(palette.ground ?? PLASTER);
  return {
    ...ground,
    sources: { ...rasters?.sources, ...Object.assign({}, ...shown.map(pictureSources)) },
    layers: [...ground.layers, ...(rasters?.layers ?? []), ...shown.flatMap((one) => pictureLayers(one, 1, palette))],
  };
}
