import type { CloudLayer } from "@archipel/contracts/clouds.ts";
import { notFound } from "next/navigation";
import { cache } from "react";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** TEMPORARY: the tiles of a dataset, until the layer can be opened. */
export const cloudLayerOf = cache(async (layerId: string): Promise<CloudLayer> => {
  const attachments = await coreFor(await getAccessToken()).attachments.list.query({ datasetId: layerId });
  const tiles = attachments.flatMap(({ id, title, size, cloud }) => (cloud ? [{ id, title, revision: 1, size, facts: cloud }] : []));
  if (tiles.length === 0) notFound();
  return { layerId, datasetId: layerId, title: tiles[0]?.title ?? "", srid: tiles[0]?.facts.srid ?? 2154, verticalSrid: null, tiles };
});
