import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "../../server.ts";
import { createTestCore } from "../../testing/test-core.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("over https, the hub's cookies are for this host, https and the server only", async () => {
  await createPortal(database, (await createCommunity(database)).id, { slug: "reef" });
  const core = await createTestCore(database);
  const env = { ...core.env, ARCHIPEL_PUBLIC_URL: "https://hub.example.org" };
  const app = await createServer({ ...core, env });
  const query = new URLSearchParams({
    client_id: "portal-reef",
    redirect_uri: "http://reef.localhost:3000/api/auth/callback/archipel",
    response_type: "code",
    scope: "openid",
    code_challenge: "x".repeat(43),
    code_challenge_method: "S256",
  });
  const { cookies, headers } = await app.inject({ url: `/oidc/auth?${query}` });
  expect(headers.location).toMatch(/\/hub\/steps\//);
  expect(cookies.length).toBeGreaterThan(0);
  for (const { name, secure, httpOnly, sameSite, path, domain } of cookies) {
    expect({ name, secure, httpOnly, sameSite, domain }).toEqual({
      name: expect.stringMatching(/^__(Host|Secure)-archipel\.hub/),
      secure: true,
      httpOnly: true,
      sameSite: expect.stringMatching(/^lax$/i),
      domain: undefined,
    });
    if (name.startsWith("__Host-")) expect(path).toBe("/");
  }
  await app.close();
});
