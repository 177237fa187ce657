import type { Role } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { createContribution, saveEdits, submitContribution } from "../../contributions/service/drafts.ts";
import { square } from "../../contributions/testing/contribution-world.ts";
import { mergeAsSeen } from "../../contributions/testing/decide.ts";

/** A bow tie: its sides cross in the middle. */
const crossed = {
  type: "Polygon" as const,
  coordinates: [
    [
      [903_000, 6_500_000],
      [903_500, 6_500_500],
      [903_500, 6_500_000],
      [903_000, 6_500_500],
      [903_000, 6_500_000],
    ] as [number, number][],
  ],
};

/** For tests: a layer of five features with one error each: 2 has no name, 3 an empty one, 4 crosses itself, 5 has no geometry. */
export async function qualityWorld(database: Database) {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const person = async (role: Role): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, communityId, role);
    return { userId, communityId, role, isOperator: false, isSuspended: false };
  };
  const names = ["Zone 1", null, "  ", "Zone 4", "Zone 5"];
  const { layerId, datasetId, spec } = await buildTestLayer(database, communityId, {
    geometry: { type: "MultiPolygon", srid: 2154, hasZ: false },
    fields: [
      { name: "nom", column: "nom", type: "text" },
      { name: "niveau", column: "niveau", type: "integer" },
      { name: "interne", column: "interne", type: "text", isHidden: true },
    ],
    features: names.map((name, index) => ({
      geometry: index === 3 ? crossed : index === 4 ? null : square(900_000 + index * 1000, 6_500_000, 500),
      values: [name, index, null],
    })),
  });
  const merged = async (author: MemberActor, moderator: MemberActor, edits: Parameters<typeof saveEdits>[2]["edits"]) => {
    const { id: contributionId } = await createContribution(core, author, { communityId, datasetId, title: "Correction", message: "" });
    await saveEdits(core, author, { communityId, contributionId, edits });
    await submitContribution(core, author, contributionId);
    const outcome = await mergeAsSeen(core, moderator, contributionId);
    if (outcome.outcome !== "merged") throw new Error("it conflicts");
  };
  return { core, database, communityId, datasetId, layerId, spec, person, merged };
}
