import type { LayerPalette, StatedStyle, StyledLayer } from "@archipel/map-style/layer-style.ts";

/** The fields of the layers that the files of `qgis/` style. */
const ZONE_FIELDS: StyledLayer["fields"] = [
  { name: "typezone", column: "typezone", type: "text" },
  { name: "libelle", column: "libelle", type: "text" },
  { name: "surface", column: "surface", type: "double" },
  { name: "niveau", column: "niveau", type: "integer" },
  { name: "actif", column: "actif", type: "boolean" },
];

export const PALETTE: LayerPalette = { accent: "#336699", selection: "#ff0000", label: "#222222", labelHalo: "#ffffff" };

export function zones(geometry: StyledLayer["geometry"], style: StatedStyle = { kind: "simple", appearance: {} }) {
  return { id: "zones", name: "zones", title: "Zones", geometry, fields: ZONE_FIELDS, style, minZoom: 0, bbox: [1, 45, 2, 46] };
}
