import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { isId } from "../args.ts";
import { UsageError } from "../usage-error.ts";
import type { Server } from "./connect.ts";
import { pages } from "./pages.ts";

/** A dataset of the community, by its id or its slug. */
export async function datasetOf({ api, communityId }: Server, wanted: string): Promise<Dataset> {
  if (isId(wanted)) return api.datasets.get.query({ communityId, datasetId: wanted });
  for await (const { id, slug } of pages((page) => api.datasets.list.query({ communityId, ...page }))) {
    if (slug === wanted) return api.datasets.get.query({ communityId, datasetId: id });
  }
  throw new UsageError("no-dataset", { dataset: wanted });
}

/** A layer of a dataset, by its id, name or title. */
export function layerIn(dataset: Dataset, wanted: string): LayerSummary {
  const found = dataset.layers.find(({ id, name, title }) => [id, name, title].includes(wanted));
  if (found) return found;
  throw new UsageError("no-layer", { of: dataset.slug, layer: wanted, known: dataset.layers.map(({ name }) => name) });
}
