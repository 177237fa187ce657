import { isGathered } from "./gathered.ts";
import { type LayerStyle, layerStyle } from "./layer-style.ts";
import { columnsOf } from "./style-columns.ts";

/** Longest draft that is accepted in an address. */
const MAX_LENGTH = 1500;

/**
 * What the tiles of an unsaved style must contain, short enough for the query of a tile's address: the style without its colours and
 * classes. The preview of an editor asks for these tiles, because those of the stored style lack the columns that only the draft reads.
 */
export function tileDraft(style: LayerStyle): string {
  return JSON.stringify(contentsOf(style));
}

function contentsOf(style: LayerStyle): LayerStyle {
  if (style.kind === "auto") return style;
  const { label } = style;
  const written = label && { label: { column: label.column, template: label.template, priorityColumn: label.priorityColumn } };
  if (isGathered(style)) {
    const { kind, pointsFromZoom } = style;
    return kind === "heat"
      ? { kind, column: style.column, radiusPx: 20, colours: ["#000000", "#000000"], pointsFromZoom, ...written }
      : { kind, distancePx: style.distancePx, pointsFromZoom, ...written };
  }
  if (style.kind === "simple") return { kind: "simple", appearance: {}, ...written };
  const [column = ""] = columnsOf({ ...style, label: undefined });
  // Confidence is no column; only its classes tell this style from others.
  if (style.kind === "graduated" && column === "") {
    return { kind: "graduated", column: style.column, stops: style.stops.map(({ from, colour }) => ({ from, colour })), ...written };
  }
  return { kind: "categorised", column, categories: [], ...written };
}

/** The style of a draft that an address carries; null when it is not one. */
export function readTileDraft(text: string): LayerStyle | null {
  if (text.length > MAX_LENGTH) return null;
  try {
    return layerStyle.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
