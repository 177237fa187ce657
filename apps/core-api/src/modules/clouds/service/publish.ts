import { randomUUID } from "node:crypto";
import { MAX_ATTACHMENTS } from "@archipel/contracts/attachments.ts";
import { type CloudFacts, cloudFacts } from "@archipel/contracts/clouds.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { cloudIndexSpec, createCloudIndex, describeCloudLayer } from "../../../layer-store/tables/cloud-index.ts";
import { oddTile, replacedBy } from "../policy.ts";
import {
  attachmentRows,
  attachmentsOfDataset,
  cloudLayerOf,
  cloudLayerOfDataset,
  insertCloudLayer,
  insertTile,
  keepRevisions,
  type LayerRow,
  lockedDataset,
  replaceTile,
  type WrittenTile,
} from "../queries.ts";
import { followTiles } from "./follow-tiles.ts";

export type NewTile = WrittenTile & { facts: CloudFacts };

interface Publication {
  communityId: CommunityId;
  datasetId: string;
  uploadId: string | null;
  authorId: string;
  /** The uploaded file. */
  fileName: string;
}

/** Boxes on the ground: thin lines, so that the points stay visible. */
const STYLE: LayerStyle = { kind: "simple", appearance: { colour: "#12b886", opacity: 0.12, outline: "#0ca678", widthPx: 1.5 } };

/**
 * Stores written tiles in a dataset, with their revisions, and makes or extends its point-cloud layer. A tile that is there with the same
 * bytes and facts stays as it is, so a repeated attempt changes nothing.
 *
 * @param sql a worker's session
 * @returns the number of tiles that are new or changed
 */
export async function publishTiles(sql: SqlSession, of: Publication, tiles: readonly NewTile[]): Promise<number> {
  const { communityId, datasetId, authorId, fileName } = of;
  if (tiles.length === 0) return 0;
  const dataset = await lockedDataset(sql, communityId, datasetId);
  if (!dataset) throw new DomainError("not-found", "dataset-not-found");
  const known = await attachmentRows(sql, datasetId);
  const layer = await layerFor(sql, of, dataset.language, tiles);
  const replaced = tiles.map((tile) => replacedBy(known, tile));
  assertRoom(known.length, replaced.filter((row) => row === undefined).length);
  await keepRevisions(
    sql,
    communityId,
    replaced.flatMap((row) => row?.id ?? []),
    { authorId: null, fileName: null, restores: null },
  );
  let position = known.reduce((last, row) => Math.max(last, row.position + 1), 0);
  const changed: string[] = [];
  for (const [index, tile] of tiles.entries()) {
    const row = replaced[index];
    if (row && row.objectKey === tile.key && isSame(row.cloud, tile.facts)) continue;
    if (row) await replaceTile(sql, of, row.id, tile);
    changed.push(row?.id ?? (await insertTile(sql, of, tile, position++)));
  }
  await keepRevisions(sql, communityId, changed, { authorId, fileName, restores: null });
  await followTiles(sql, { communityId, datasetId, authorId }, layer);
  return changed.length;
}

/**
 * Checks that tiles fit into a dataset, before they are written.
 *
 * @throws DomainError `cloud-crs-differs`, `cloud-too-many`
 */
export async function assertTilesFit(
  tx: Tx,
  datasetId: string,
  tiles: readonly { path: string; fileName: string; name: string; srid: number | null }[],
): Promise<void> {
  if (tiles.length === 0) return;
  assertOneCrs(tiles, (await cloudLayerOfDataset(tx, datasetId))?.srid ?? null);
  const known = await attachmentsOfDataset(tx, datasetId);
  assertRoom(known.length, tiles.filter((tile) => replacedBy(known, tile) === undefined).length);
}

function assertRoom(known: number, added: number): void {
  if (known + added > MAX_ATTACHMENTS)
    throw new DomainError("invalid", "cloud-too-many", { known, added, most: MAX_ATTACHMENTS }, "documents");
}

function assertOneCrs(tiles: readonly { name: string; srid: number | null }[], layerSrid: number | null): void {
  const odd = oddTile(tiles, layerSrid);
  if (!odd) return;
  const params = { file: odd.name.slice(0, 200), srid: odd.srid ?? 0, expected: layerSrid ?? tiles[0]?.srid ?? 0 };
  throw new DomainError("invalid", "cloud-crs-differs", params, "documents");
}

async function layerFor(sql: SqlSession, of: Publication, language: string, tiles: readonly NewTile[]): Promise<LayerRow> {
  const { communityId, datasetId } = of;
  const known = await cloudLayerOf(sql, communityId, datasetId);
  assertOneCrs(
    tiles.map(({ fileName, facts }) => ({ name: fileName, srid: facts.srid })),
    known?.srid ?? null,
  );
  if (known) return known;
  const srid = tiles[0]?.facts.srid;
  if (srid === undefined || srid === null) throw new DomainError("invalid", "crs-not-chosen", { layer: tiles[0]?.fileName ?? "" });
  const id = randomUUID();
  await insertCloudLayer(sql, communityId, datasetId, { id, srid, style: STYLE, ...describeCloudLayer(language) });
  await createCloudIndex(sql, cloudIndexSpec(id, communityId, srid));
  return { id, srid, revision: 0 };
}

/** The database orders the keys of JSON in its own way, the schema in another. */
function isSame(stored: unknown, facts: CloudFacts): boolean {
  const before = cloudFacts.safeParse(stored).data;
  return before !== undefined && JSON.stringify(before) === JSON.stringify(cloudFacts.parse(facts));
}
