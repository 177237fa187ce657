import { listAuditInput } from "@archipel/contracts/audit.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { deleteDataset } from "../datasets/service.ts";
import { savePart } from "../site/service/parts.ts";
import { listActors, listAudit } from "./service.ts";

let database: Database;
let core: TestCore;
let manager: MemberActor;
let portalId: string;
let datasetId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  manager = { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
  portalId = (await createPortal(database, communityId)).id;
  datasetId = (
    await buildTestLayer(database, communityId, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [{ geometry: { type: "Point", coordinates: [2, 46] } }],
    })
  ).datasetId;
  await database.withTenant(manager, (tx) => savePart(tx, manager, portalId, { part: "navigation", basedOn: 0, content: {} }));
  await deleteDataset(core, manager, datasetId);
});
afterAll(() => database.close());

const listed = async (filter: object) =>
  (await listAudit(core, manager, listAuditInput.parse({ communityId: manager.communityId, ...filter }))).items;

describe("the journal of a community", () => {
  it("says where the changed thing is now, and whether it waits in the bin", async () => {
    const [deletion] = await listed({ nouns: ["dataset"] });
    expect(deletion).toMatchObject({ action: "dataset.deleted", actorId: manager.userId, standing: "bin" });
    await database.withSystem((tx) => tx.dataset.delete({ where: { id: datasetId } }));
    expect((await listed({ nouns: ["dataset"] }))[0]).toMatchObject({ standing: "gone" });
  });

  it("is filtered by portal, person and time", async () => {
    const ofPortal = await listed({ portalId });
    expect(ofPortal.map(({ action }) => action)).toEqual(["site.navigation-changed"]);
    expect(await listed({ actorId: portalId })).toEqual([]);
    expect(await listed({ after: new Date(Date.now() + 60_000) })).toEqual([]);
    expect(await listed({ before: new Date(Date.now() + 60_000), portalId })).toEqual(ofPortal);
  });

  it("names the people who changed something", async () => {
    expect((await listActors(core, manager)).map(({ id }) => id)).toEqual([manager.userId]);
  });
});
