import { Readable } from "node:stream";
import type { RasterFacts } from "@archipel/contracts/rasters.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { publishHeights } from "@archipel/core-api/modules/elevation/tiles/service/publish.ts";
import { geoTiffOf } from "../territory/geotiff.ts";
import { fromLambert93 } from "../territory/lambert93.ts";
import { buildRelief } from "../territory/relief.ts";

const FILE = "MNT_BRELANDES_30M_LAMB93_IGN69.tif";

/** Publishes the terrain model in the dataset of the relief, as a delivery would; one that is there is kept. */
export async function seedTerrainModel({ database, storage }: Core, actor: MemberActor, title: string): Promise<void> {
  const { communityId } = actor;
  const dataset = await database.withSystem((tx) =>
    tx.dataset.findUnique({
      where: { communityId_slug: { communityId, slug: slugOf(title) } },
      select: { id: true, attachments: { where: { path: FILE }, select: { id: true } } },
    }),
  );
  if (!dataset || dataset.attachments.length > 0) return;
  const { grid, heights } = buildRelief();
  const { key, size } = await storage.put(Readable.from([await geoTiffOf(grid, heights)]));
  const [east, north] = [grid.west + grid.columns * grid.cellMetres, grid.south + grid.rows * grid.cellMetres];
  const facts: RasterFacts = {
    format: "geotiff",
    size: [grid.columns, grid.rows],
    bands: [{ type: "Float32", nodata: -9999 }],
    srid: 2154,
    pixelSize: [grid.cellMetres, grid.cellMetres],
    isCloudOptimised: true,
    footprint: [
      fromLambert93(grid.west, north),
      fromLambert93(grid.west, grid.south),
      fromLambert93(east, grid.south),
      fromLambert93(east, north),
    ],
    hasPreview: false,
    heights: { product: "dtm", verticalSrid: 5720, range: null, emptyShare: null },
  };
  const of = { communityId, datasetId: dataset.id, uploadId: null, authorId: actor.userId, fileName: FILE };
  const tile = { source: FILE, path: FILE, fileName: FILE, title: "Modèle numérique de terrain, 30 m", size, key, previewKey: null, facts };
  await database.sqlAs({ role: "worker", communityId }, (sql) => publishHeights(sql, of, [tile]));
  await database.withSystem((tx) => tx.dataset.update({ where: { id: dataset.id, communityId }, data: { revisedOn: "2023-10-08" } }));
}
