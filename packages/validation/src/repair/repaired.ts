import type { Code } from "../codes.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { RuleOptions } from "../environment.ts";
import { compileModel } from "../model/compile.ts";
import type { Model } from "../model/model.ts";
import { cellRepairs } from "./cells.ts";
import { Effect } from "./effect.ts";
import { borderLayer } from "./layers/borders.ts";
import { cellLayer, keyLayer } from "./layers/cells.ts";
import { columnLayer } from "./layers/columns.ts";
import { crsLayer } from "./layers/crs.ts";
import { editLayer } from "./layers/edits.ts";
import { droppedFileLayer, fileLayer, recordLayer } from "./layers/files.ts";
import type { LayerContext } from "./layers/layer.ts";
import { duplicateLayer, encodingLayer } from "./layers/rows.ts";
import { shapeLayer } from "./layers/shapes.ts";
import type { Edit, OneClick, Operation, Recipe } from "./recipe.ts";
import { shapeRepairs } from "./shapes.ts";

/** A delivery with the repairs of a recipe, and the effect of each step. */
export interface RepairedDelivery extends Delivery {
  /** In the order of the recipe; consecutive manual edits are one step. Changes of rows are counted while the rows are read. */
  effects: readonly Effect[];
}

/**
 * Applies a recipe to a delivery. The original never changes: files, tables and rows are changed while they are read, so memory does not grow
 * with their number. Rows keep their original numbers, so that findings keep their places; a removed row leaves a gap. An operation that finds
 * nothing to repair does nothing.
 *
 * @param options of the check that gave the findings
 * @throws ModelError
 */
export function repairedDelivery(delivery: Delivery, model: Model, recipe: Recipe, options: RuleOptions = {}): RepairedDelivery {
  const compiled = compileModel(model);
  let repaired = delivery;
  const effects: Effect[] = [];
  for (const step of stepsOf(recipe.operations)) {
    const effect = new Effect(step);
    const context: LayerContext = { model: compiled, options, effect };
    const [first] = step;
    repaired = first && "repair" in first ? layerOf(repaired, first, context) : editLayer(repaired, step as readonly Edit[], context);
    effects.push(effect);
  }
  return { ...repaired, effects };
}

/** Splits a recipe into steps. Consecutive manual edits are one step, so that thousands of edits need only one layer. */
function stepsOf(operations: readonly Operation[]): Operation[][] {
  const steps: Operation[][] = [];
  for (const operation of operations) {
    const last = steps.at(-1);
    const isEdit = !("repair" in operation);
    if (isEdit && last?.[0] && !("repair" in last[0])) last.push(operation);
    else steps.push([operation]);
  }
  return steps;
}

function layerOf(delivery: Delivery, operation: OneClick, context: LayerContext): Delivery {
  const { repair, on } = operation;
  switch (repair) {
    case "rename-field":
    case "add-field":
    case "drop-field":
      return columnLayer(delivery, operation, context);
    case "drop-duplicates":
      return duplicateLayer(delivery, operation, context);
    case "re-encode":
      return encodingLayer(delivery, operation, context);
    case "reproject":
      return crsLayer(delivery, operation, context);
    case "rename-file":
      return fileLayer(delivery, operation, context);
    case "drop-file":
      return droppedFileLayer(delivery, operation, context);
    case "fix-metadata":
      return recordLayer(delivery, operation, context);
    default:
      return on.code === "TABLE_FOREIGN_KEY_NOT_FOUND" ? keyLayer(delivery, operation, context) : partLayer(delivery, operation, context);
  }
}

/** Repairs of cells and of geometries can have the same id: the code decides which one applies. */
function partLayer(delivery: Delivery, operation: OneClick, context: LayerContext): Delivery {
  const isMeant = ({ id, codes }: { id: string; codes: readonly Code[] }) => id === operation.repair && codes.includes(operation.on.code);
  const shape = shapeRepairs.find(isMeant);
  if (shape) return shapeLayer(delivery, shape, operation, context);
  if (operation.repair === "snap-precision") return borderLayer(delivery, operation, context);
  const cell = cellRepairs.find(isMeant);
  return cell ? cellLayer(delivery, cell, operation, context) : delivery;
}
