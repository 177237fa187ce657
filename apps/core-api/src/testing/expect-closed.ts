import type { Database } from "@archipel/database/database.ts";
import { expect } from "vitest";

/**
 * Expects that visitors, who read a public dataset, are refused soon after it became one for members, and read it again when it is public.
 *
 * @param ask the status that a visitor gets now
 */
export async function expectClosedSoon(database: Database, datasetId: string, ask: () => Promise<number | undefined>): Promise<void> {
  const become = (visibility: "members" | "public") =>
    database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility } }));
  expect(await ask()).toBe(200);
  await become("members");
  await expect.poll(ask, { timeout: 10_000 }).toBe(404);
  await become("public");
  await expect.poll(ask, { timeout: 10_000 }).toBe(200);
}
