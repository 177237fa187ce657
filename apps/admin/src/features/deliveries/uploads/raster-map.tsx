"use client";
import type { UploadRaster } from "@archipel/contracts/uploads.ts";
import { type Bbox, bboxAround } from "@archipel/geo/bbox.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import type { LayerSpecification } from "maplibre-gl";
import { MapFrame } from "../../../kit/maps/map-frame.tsx";

interface RasterMapProps {
  readonly label: string;
  readonly footprint: NonNullable<UploadRaster["footprint"]>;
  /** Address of its preview image; undefined for a raster without one. */
  readonly picture: string | undefined;
  /** lon, lat to fly to. */
  readonly focus?: readonly [number, number] | null;
  /** West, south, east, north of a place to outline. */
  readonly box?: Bbox | null;
  readonly className?: string;
}

const INK = "#c2410c";
const OUTLINE: LayerSpecification = { id: "footprint", type: "line", source: "footprint", paint: { "line-color": INK, "line-width": 2 } };
const FOCUS: LayerSpecification = {
  id: "focus",
  type: "circle",
  source: "focus",
  paint: { "circle-radius": 7, "circle-color": INK, "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 },
};
const BOX: LayerSpecification = {
  id: "box",
  type: "fill",
  source: "box",
  paint: { "fill-color": INK, "fill-opacity": 0.35, "fill-outline-color": INK },
};
const ringOf = ([west, south, east, north]: Bbox) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const IMAGE: LayerSpecification = { id: "picture", type: "raster", source: "picture", paint: { "raster-opacity": 0.85 } };

/** A raster, or the box of a point cloud, on the map, placed by its coordinate system. */
export default function RasterMap({ label, footprint, picture, focus = null, box = null, className }: RasterMapProps) {
  const [upperLeft, lowerLeft, lowerRight, upperRight] = footprint;
  const overlay: Overlay = {
    key: `${footprint.join()} ${picture ?? ""} ${focus?.join() ?? ""} ${box?.join() ?? ""}`,
    sources: {
      footprint: { type: "geojson", data: { type: "LineString", coordinates: [...footprint, upperLeft] } },
      ...(picture && { picture: { type: "image", url: picture, coordinates: [upperLeft, upperRight, lowerRight, lowerLeft] } }),
      ...(focus && { focus: { type: "geojson", data: { type: "Point", coordinates: [...focus] } } }),
      ...(box && { box: { type: "geojson", data: { type: "Polygon", coordinates: [ringOf(box)] } } }),
    },
    layers: [...(picture ? [IMAGE] : []), OUTLINE, ...(box ? [BOX] : []), ...(focus ? [FOCUS] : [])],
  };
  return <MapFrame label={label} overlay={overlay} bounds={bboxAround(footprint)} focus={focus} className={className} />;
}
