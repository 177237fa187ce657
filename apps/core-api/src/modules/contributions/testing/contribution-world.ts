import type { MergeOutcome, ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { createContribution, saveEdits, submitContribution } from "../service/drafts.ts";
import { mergeAsSeen } from "./decide.ts";

/** For tests: a community with people and one layer of a few zones, and functions to edit it. */
export async function contributionWorld(database: Database, zones = 3) {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const person = async (role: Role): Promise<MemberActor> => {
    const user = await createMember(database, communityId, role);
    return { userId: user.id, communityId, role, isOperator: false, isSuspended: false };
  };
  const { layerId, datasetId, spec } = await buildTestLayer(database, communityId, {
    geometry: { type: "MultiPolygon", srid: 2154, hasZ: false },
    fields: [
      { name: "nom", column: "nom", type: "text" },
      { name: "niveau", column: "niveau", type: "integer" },
      { name: "vu", column: "vu", type: "datetime" },
      { name: "interne", column: "interne", type: "text", isHidden: true },
    ],
    features: Array.from({ length: zones }, (_, index) => ({
      geometry: square(900_000 + index * 1000, 6_500_000, 500),
      values: [`Zone ${index + 1}`, index, "2024-01-01T10:00:00.123456Z", "secret"],
    })),
  });
  const draft = async (author: MemberActor, edits: ProposedEdit[], title = "Correction") => {
    const { id: contributionId } = await createContribution(core, author, { communityId, datasetId, title, message: "" });
    await saveEdits(core, author, { communityId, contributionId, edits });
    return contributionId;
  };
  const submitted = async (author: MemberActor, edits: ProposedEdit[], title?: string) => {
    const id = await draft(author, edits, title);
    await submitContribution(core, author, id);
    return id;
  };
  const merged = async (author: MemberActor, moderator: MemberActor, edits: ProposedEdit[]) => {
    const id = await submitted(author, edits);
    const outcome: MergeOutcome = await mergeAsSeen(core, moderator, id);
    if (outcome.outcome !== "merged") throw new Error("it conflicts");
    return id;
  };
  const features = (fids: readonly number[] = [1, 2, 3]) =>
    database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{
        fid: number;
        version: number;
        nom: string | null;
        niveau: number | null;
        interne: string | null;
        area: number;
        lon: number;
      }>(
        `SELECT fid, version, nom, niveau, interne, round(ST_Area(geom))::integer AS area, ST_X(ST_Centroid(geom_3857)) AS lon
         FROM layers."${spec.tableName}" WHERE fid = ANY ($1::bigint[]) ORDER BY fid`,
        [fids],
      ),
    );
  const update = (fid: number, values: Record<string, string | number | null>, baseVersion = 1): ProposedEdit => ({
    operation: "update",
    layerId,
    fid,
    baseVersion,
    values,
  });
  return { core, database, communityId, datasetId, layerId, spec, person, draft, submitted, merged, features, update };
}

export function square(x: number, y: number, side: number) {
  return {
    type: "Polygon" as const,
    coordinates: [
      [
        [x, y],
        [x + side, y],
        [x + side, y + side],
        [x, y + side],
        [x, y],
      ] as [number, number][],
    ],
  };
}

/** A square of about 100 m in EPSG:4326, near the centre of the test zones. */
export const drawnSquare = {
  type: "Polygon",
  coordinates: [
    [
      [5.6, 45.6],
      [5.601, 45.6],
      [5.601, 45.601],
      [5.6, 45.601],
      [5.6, 45.6],
    ],
  ],
};
