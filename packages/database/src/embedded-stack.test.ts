import { expect, test } from "vitest";
import { openEmbedded } from "./embedded-driver.ts";

test("however many statements fail, the next one is answered", async () => {
  const { pglite, driver } = await openEmbedded({});
  // Each failure once kept a kilobyte of a stack of two megabytes.
  for (let turn = 0; turn < 2_500; turn++) {
    await expect(pglite.query("SELECT missing")).rejects.toThrow('column "missing" does not exist');
  }
  // The same inside functions that catch errors, and through the driver.
  const deep = "DO $$ BEGIN BEGIN PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN RAISE EXCEPTION 'deep'; END; END $$";
  for (let turn = 0; turn < 500; turn++) await expect(driver.execute(deep)).rejects.toThrow("deep");
  expect(await driver.execute("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await driver.close();
});
