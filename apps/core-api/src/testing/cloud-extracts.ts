import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { CloudFacts } from "@archipel/contracts/clouds.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database, Tx } from "@archipel/database/database.ts";
import type { ObjectStore } from "@archipel/storage/object-store.ts";
import { newTile, publishTile } from "./cloud-tiles.ts";

interface World {
  database: Database;
  communityId: CommunityId;
  dataset: { id: string };
}

/** A square of 100 m, far from the tiles of `newTile`. */
const extractArea = {
  geometry: {
    type: "Polygon" as const,
    coordinates: [
      [
        [662_100, 6_861_100],
        [662_200, 6_861_100],
        [662_200, 6_861_200],
        [662_100, 6_861_200],
        [662_100, 6_861_100],
      ] as [number, number][],
    ],
  },
  srid: 2154,
};

/** The corners of the tile that it is in. */
const EXTRACTED = { min: [662_000, 6_861_000, 30], max: [663_000, 6_862_000, 60] } satisfies Partial<CloudFacts>;

/** For tests: a request that succeeds. It touches one tile, and earlier requests are gone, so that no limit is reached. */
export async function extractRequest(world: World) {
  await world.database.withSystem((tx) => tx.cloudExtract.deleteMany({ where: {} }));
  const { layerId } = await publishTile(world.database, world, "extracted.copc.laz", EXTRACTED);
  return { layerId, area: extractArea, format: "laz" as const };
}

/** An extract whose archive is ready. @param storage holds it; without one, it is only said to be there */
export async function newExtract(world: World, storage?: ObjectStore): Promise<{ id: string; secret: string }> {
  const { layerId } = await newTile(world.database, world);
  const secret = randomUUID();
  const stored = await storage?.put(Readable.from([Buffer.from(`PK${secret}`)]));
  const { key, size } = stored ?? { key: `sha256/${createHash("sha256").update(secret).digest("hex")}`, size: 2 };
  const { id } = await world.database.withSystem((tx) =>
    tx.cloudExtract.create({
      data: {
        communityId: world.communityId,
        datasetId: world.dataset.id,
        layerId,
        secretHash: createHash("sha256").update(secret).digest("base64url"),
        senderHash: "x",
        locale: "fr",
        request: {},
        isSmall: true,
        status: "success",
        objectKey: key,
        size,
        made: { fileName: "x.zip", points: 1, files: [] },
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    }),
  );
  return { id, secret };
}

/** A row that says that an extract was made. */
export async function extractRow(tx: Tx, about: { communityId: string; datasetId: string; layerId: string }): Promise<string> {
  const data = { ...about, secretHash: randomUUID(), senderHash: "x", locale: "fr", request: {}, isSmall: true, status: "success" };
  return (await tx.cloudExtract.create({ data })).id;
}
