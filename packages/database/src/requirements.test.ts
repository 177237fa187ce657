import { randomUUID } from "node:crypto";
import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { describe, expect, it } from "vitest";
import { migrate } from "./migrate.ts";
import { missingRequirement, missingRight, readRoleFacts, readServerFacts, type ServerFacts } from "./requirements.ts";
import { openServer, type Remark } from "./server-driver.ts";

const fit: ServerFacts = {
  database: "archipel",
  address: "10.0.0.5:5432",
  role: "archipel",
  version: "17.6",
  versionNumber: 170006,
  postgis: "3.5.2",
  postgisAvailable: "3.5.2",
  mayCreatePostgis: false,
};

describe("requirements of a database", () => {
  it("are met by the databases that we test on", async () => {
    const database = await openTestDatabase();
    const facts = await readServerFacts(database.driver);
    expect(facts.versionNumber).toBeGreaterThanOrEqual(170000);
    expect(facts.postgis).toMatch(/^3\.\d/);
    expect(missingRequirement(facts)).toBeNull();
    await database.close();
  });

  it.each([
    [
      { version: "15.8", versionNumber: 150008 },
      /^database "archipel" at 10\.0\.0\.5:5432 is served by PostgreSQL 15\.8, .*17 or later: upgrade/,
    ],
    [{ postgis: null, postgisAvailable: null }, /has no PostGIS: install it there .*postgresql-17-postgis-3/],
    [{ postgis: "3.4.1" }, /has PostGIS 3\.4\.1, .*postgis_extensions_upgrade/],
    [{ postgis: null, postgisAvailable: "3.4.1" }, /has PostGIS 3\.4\.1/],
    [{ postgis: null }, /lacks the extension PostGIS, and role "archipel" may not create it: as a superuser .*CREATE EXTENSION postgis/],
  ])("are explained in one sentence when not met: %j", (lack, sentence) => {
    expect(missingRequirement({ ...fit, ...lack })).toMatch(sentence);
  });

  it("accept extensions that can be created, and newer versions", () => {
    expect(missingRequirement({ ...fit, postgis: null, mayCreatePostgis: true })).toBeNull();
    expect(missingRequirement({ ...fit, versionNumber: 180001, postgis: "3.10.0" })).toBeNull();
    expect(missingRequirement({ ...fit, postgis: "4.0.0" })).toBeNull();
  });
});

describe.runIf(testDatabaseKind === "server")("a server that is migrated", () => {
  const adminUrl = process.env.ARCHIPEL_TEST_SERVER_URL ?? "";
  const name = `archipel_bare_${randomUUID().replaceAll("-", "")}`;
  const urlOf = (user?: string) => {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    if (user) Object.assign(url, { username: user, password: "bare" });
    return url.href;
  };

  it("names the person to ask when a role may not create PostGIS", async () => {
    const admin = openServer({ url: adminUrl, poolSize: 1 });
    await admin.driver.script(`CREATE ROLE ${name} LOGIN PASSWORD 'bare'`);
    await admin.driver.script(`CREATE DATABASE ${name} TEMPLATE template0`);
    const plain = openServer({ url: urlOf(name), poolSize: 1 });
    await expect(migrate(plain.driver)).rejects.toThrow(`role "${name}" may not create it`);
    // The roles of row-level security exist here, made by the owner of the test databases.
    const other = await readRoleFacts(plain.driver);
    expect(missingRight(other, name)).toMatch(
      /GRANT archipel_app, archipel_worker, archipel_transfer, archipel_lens, archipel_editor, archipel_confined, archipel_confined_lens, archipel_system TO .* WITH ADMIN OPTION/,
    );
    expect(missingRight({ ...other, mayCreate: false }, name)).toContain(`ALTER ROLE ${name} CREATEROLE`);
    expect(missingRight(await readRoleFacts(admin.driver), "owner")).toBeNull();
    await plain.driver.close();
    // Without FORCE, which needs the right to end the other role's process: that process may take a moment to end, so DROP waits for it.
    await admin.driver.script(`DROP DATABASE ${name}`);
    await admin.driver.script(`DROP ROLE ${name}`);
    await admin.driver.close();
  });

  it("passes on notices of the server, and is silent when there is nothing to do", async () => {
    const admin = openServer({ url: adminUrl, poolSize: 1 });
    await admin.driver.script(`CREATE DATABASE ${name}`);
    const remarks: Remark[] = [];
    const own = openServer({ url: urlOf(), poolSize: 1, onNotice: (remark) => remarks.push(remark) });
    await migrate(own.driver);
    remarks.length = 0;
    expect(await migrate(own.driver)).toEqual([]);
    expect(remarks).toEqual([]);
    await own.driver.script("DO $$ BEGIN RAISE WARNING 'collations changed' USING HINT = 'rebuild the indexes'; END $$");
    expect(remarks).toEqual([{ code: "01000", text: "WARNING: collations changed – rebuild the indexes" }]);
    await own.driver.close();
    await admin.driver.script(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.driver.close();
  });
});
