import type { Drawing } from "../model/drawing.ts";
import type { Geometry } from "../model/look.ts";
import { numberOf, zoomsOf } from "../model/measures.ts";
import type { Notes } from "../model/notes.ts";
import { StyleFileError } from "../model/style-file-error.ts";
import { at, type Element, textAt } from "../xml.ts";
import { readLabels } from "./labels.ts";
import { readRenderer } from "./renderers.ts";
import { sizeOf } from "./sizes.ts";

/**
 * Reads a style of QGIS (`.qml`), as versions 2 to 3.40 write it.
 *
 * @throws StyleFileError when the style is that of a raster, or draws nothing
 */
export function readQml(document: Element, geometry: Geometry, notes: Notes): Drawing {
  const renderer = at(document, "renderer-v2");
  if (!renderer) {
    const isRaster = at(document, "pipe/rasterrenderer") ?? at(document, "rasterrenderer");
    throw new StyleFileError(isRaster ? "style-file-raster" : "style-file-nothing", { reason: "renderer-v2" });
  }
  const { rules, special } = readRenderer(renderer, geometry, notes);
  const size = special ? undefined : sizeOf(renderer);
  if (size) notes.drop("data-defined");
  for (const name of ["blendMode", "featureBlendMode"]) if ((textAt(document, name) ?? "0") !== "0") notes.add("blend-left");
  const alpha = numberOf(textAt(document, "layerOpacity")) ?? 1;
  const { hasScaleBasedVisibilityFlag, minScale, maxScale } = document.attributes;
  return {
    rules:
      alpha === 1
        ? rules
        : rules.map((rule) => ({ ...rule, look: rule.look && { ...rule.look, opacity: (rule.look.opacity ?? 1) * alpha } })),
    labels: readLabels(document, notes),
    special: special ?? size,
    // QGIS names the scales by their look: `minScale`, the map from afar, has the larger denominator.
    ...(hasScaleBasedVisibilityFlag === "1" && zoomsOf(numberOf(maxScale), numberOf(minScale))),
  };
}
