import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";

export interface LayerRules {
  /** The layer that the editor was opened for. Its dataset is what the draft belongs to. */
  readonly startLayer: PortalLayer;
  readonly startRight: LayerRight;
  readonly fieldsOf: (layerId: string) => readonly LayerField[];
  readonly lockedColumnsOf: (layerId: string) => readonly string[];
  /** Whether features of the layer can go into this draft. */
  readonly isOfDataset: (layerId: string) => boolean;
}

/** What the editor must know of the layers: fields, locked columns, and which ones belong to the dataset. */
export function layerRules(layers: readonly PortalLayer[], rights: readonly LayerRight[], startId: string): LayerRules {
  const startLayer = layers.find(({ id }) => id === startId);
  const startRight = rights.find(({ layerId }) => layerId === startId);
  if (!startRight || !startLayer) throw new Error("the editor was opened for a layer that the map does not list");
  return {
    startLayer,
    startRight,
    fieldsOf: (layerId) => layers.find(({ id }) => id === layerId)?.fields ?? [],
    lockedColumnsOf: (layerId) => rights.find((one) => one.layerId === layerId)?.lockedColumns ?? [],
    isOfDataset: (layerId) =>
      rights.some(
        // By grants, a person may edit one layer of a dataset and not the next.
        (one) => one.layerId === layerId && one.datasetId === startRight.datasetId && (!startRight.byGrants || one.may === "contribute"),
      ),
  };
}
