// @database server

import { closeToClients } from "@archipel/testing/closed-database.ts";
import { testDatabaseKind } from "@archipel/testing/test-database.ts";
import { describe, expect, test } from "vitest";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { openUploadingWorld } from "../testing/uploading-world.ts";

// What a restart of PostgreSQL is to its clients: every connection breaks in the middle of whatever it does, and no other is accepted until
// the server is back. The test does that to its own database, because others use the server meanwhile.

describe.skipIf(testDatabaseKind === "embedded")("while PostgreSQL restarts", () => {
  test("core-api answers without it, says that it is not ready, and then continues with requests and jobs by itself", async () => {
    const world = await openUploadingWorld();
    const app = await createServer(world.base);
    const headers = bearer(world.manager.userId);
    const status = async (url: string) => (await app.inject({ url, headers })).statusCode;
    const places = "nom,lon,lat\nun,2,48\n";
    expect((await world.uploadFile("avant.csv", places)).status).toBe("checked");
    expect(await status("/trpc/identity.me")).toBe(200);

    const reopen = await closeToClients(world.database);
    expect([await status("/health"), await status("/ready")]).toEqual([200, 503]);
    const during = await app.inject({ url: "/trpc/identity.me", headers });
    expect([during.statusCode, during.headers["retry-after"]]).toEqual([503, "5"]);
    // In tRPC's own form: a client that could not read it would repeat the call at once.
    expect(during.json().error.json.data).toMatchObject({ httpStatus: during.statusCode, requestId: expect.any(String) });
    // Neither the address of the database nor its own words.
    expect(during.body).not.toMatch(/127\.0\.0\.1|archipel_test|postgres|terminat/i);

    await reopen();
    await expect.poll(() => status("/ready")).toBe(200);
    expect(await status("/trpc/identity.me")).toBe(200);
    // The queue's worker and the notifier have new connections: a job runs to its end.
    expect((await world.uploadFile("apres.csv", places)).status).toBe("checked");
    await app.close();
    await world.close();
  });
});
