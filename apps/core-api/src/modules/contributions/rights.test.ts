import type { Database } from "@archipel/database/database.ts";
import { createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous } from "../../kernel/actor.ts";
import { layerRights } from "./service/rights.ts";
import { saveEditRules } from "./service/rules.ts";
import { contributionWorld } from "./testing/contribution-world.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it("returns what each caller may do with a portal's layers, and no rules to strangers", async () => {
  const world = await contributionWorld(database);
  const { core, communityId, datasetId, layerId } = world;
  const { id: portalId } = await createPortal(database, communityId);
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId, datasetId, communityId } }));
  const stranger = { ...anonymous, userId: (await createUser(database)).id };
  const manager = await world.person("manager");
  const rights = {
    isOpen: true,
    directRole: "manager" as const,
    approvals: 1,
    territoryCounts: false,
    lockedColumns: { [layerId]: ["niveau"] },
  };
  await saveEditRules(core, manager, { communityId, datasetId, rules: rights });
  const of = async (actor: typeof anonymous) => (await layerRights(core, actor, portalId))[0];
  expect(await of(anonymous)).toMatchObject({ layerId, datasetId, communityId, may: "sign-in", lockedColumns: [] });
  expect(await of(stranger)).toMatchObject({ may: "ask", lockedColumns: [] });
  expect(await of(await world.person("member"))).toMatchObject({ may: "ask" });
  const contributor = await world.person("contributor");
  expect(await of(contributor)).toMatchObject({ may: "contribute", lockedColumns: ["niveau"] });
  await saveEditRules(core, manager, { communityId, datasetId, rules: { ...rights, isOpen: false } });
  expect(await of(contributor)).toMatchObject({ may: "nothing" });
});
