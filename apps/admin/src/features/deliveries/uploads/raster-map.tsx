"use client";
import type { UploadRaster } from "@archipel/contracts/uploads.ts";
import { bboxAround } from "@archipel/geo/bbox.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import type { LayerSpecification } from "maplibre-gl";
import { MapFrame } from "../../../kit/maps/map-frame.tsx";

interface RasterMapProps {
  readonly label: string;
  readonly footprint: NonNullable<UploadRaster["footprint"]>;
  /** Address of its preview image; undefined for a raster without one. */
  readonly picture: string | undefined;
  readonly className?: string;
}

const INK = "#c2410c";
const OUTLINE: LayerSpecification = { id: "footprint", type: "line", source: "footprint", paint: { "line-color": INK, "line-width": 2 } };
const IMAGE: LayerSpecification = { id: "picture", type: "raster", source: "picture", paint: { "raster-opacity": 0.85 } };

/** A raster on the map, placed by its coordinate system. */
export default function RasterMap({ label, footprint, picture, className }: RasterMapProps) {
  const [upperLeft, lowerLeft, lowerRight, upperRight] = footprint;
  const overlay: Overlay = {
    key: `${footprint.join()} ${picture ?? ""}`,
    sources: {
      footprint: { type: "geojson", data: { type: "LineString", coordinates: [...footprint, upperLeft] } },
      ...(picture && { picture: { type: "image", url: picture, coordinates: [upperLeft, upperRight, lowerRight, lowerLeft] } }),
    },
    layers: picture ? [IMAGE, OUTLINE] : [OUTLINE],
  };
  return <MapFrame label={label} overlay={overlay} bounds={bboxAround(footprint)} focus={null} className={className} />;
}
