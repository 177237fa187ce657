import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import { z } from "zod";
import { styleOf } from "../describe/style.ts";
import { fieldsThrough, type Lens, styleThrough } from "./lens.ts";

const fieldsSchema = z.array(layerField);

/**
 * What is known of a layer, as its reader sees it through a lens: only the shown fields, a style that reads no other, and the box of the
 * areas, because the layer's own box says where other features are.
 */
export function narrowed<Row extends { fields: unknown; style: unknown; bbox: number[] }>(row: Row, lens: Lens | null): Row {
  if (lens === null) return row;
  const fields: LayerField[] = fieldsSchema.parse(row.fields);
  const style = styleThrough(styleOf(row.style), lens);
  return { ...row, fields: fieldsThrough(fields, lens), style, bbox: lens.bbox ? [...lens.bbox] : row.bbox };
}
