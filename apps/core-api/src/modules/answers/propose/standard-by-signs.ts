import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import { isSource } from "@archipel/answers/packs/source.ts";
import type { LayerAnswers } from "@archipel/contracts/answers.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { shippedModels } from "../../models/shipped/read.ts";
import { sourcesBySigns } from "../policy/recognise.ts";

const SHAPES = ["polygon", "line", "point"] as const;

/**
 * The table of a published standard that a layer with these columns and this geometry most likely is: the one that most of the recognised
 * sources read, in the latest edition. One table of easements of all kinds is meant, and not that of one kind with the same columns.
 */
export async function standardBySigns(fields: readonly LayerField[], geometryType: string): Promise<LayerAnswers["standard"]> {
  const sources = sourcesBySigns(shippedPacks, fields)
    .map(({ source }) => source)
    .filter(({ layers }) => "models" in layers);
  const shape = SHAPES.find((one) => geometryType.toLowerCase().includes(one));
  if (sources.length === 0 || shape === undefined) return null;
  const tables = (await shippedModels()).flatMap(({ model: { id: model, tables: all = {} } }) =>
    Object.entries(all).flatMap(([table, { geometry }]) => {
      const isShaped = geometry?.type?.includes(shape) ?? false;
      const count = isShaped ? sources.filter((source) => isSource(source, { model, table, tags: [] })).length : 0;
      return count === 0 ? [] : [{ model, table, count }];
    }),
  );
  const most = Math.max(0, ...tables.map(({ count }) => count));
  const [first, ...others] = tables.filter(({ count }) => count === most);
  if (!first) return null;
  const editions = [first, ...others].filter(({ model, table }) => table === first.table && familyOf(model) === familyOf(first.model));
  const { model, table } = editions.at(-1) ?? first;
  return { model, table };
}

/** A model without its edition: `cnig-plu-2017` is one of `cnig-plu`. Editions are listed in their order. */
const familyOf = (model: string) => model.replace(/-\d[\d.]*$/, "");
