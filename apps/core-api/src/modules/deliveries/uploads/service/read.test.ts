import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { expect, it } from "vitest";
import { createTestCore } from "../../../../testing/test-core.ts";
import { listUploads } from "./read.ts";
import { openUpload } from "./receive.ts";

it("lists the newest upload first, in any order of ids", async () => {
  const database = await openTestDatabase();
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  const actor = { userId, communityId, role: "manager", isOperator: false, isSuspended: false } as const;
  for (const [fileName, digit] of Object.entries({ "one.csv": "5", "two.csv": "9", "three.csv": "1" })) {
    await openUpload(core, actor, { id: `${digit.repeat(8)}-0000-4000-8000-000000000000`, fileName, size: 1 });
  }
  const { items } = await listUploads(core, actor, { communityId, limit: 10 });
  expect(items.map(({ fileName }) => fileName)).toEqual(["three.csv", "two.csv", "one.csv"]);
  await database.close();
});
