import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../kernel/core.ts";
import { createMailer } from "../modules/notifications/service/mailer.ts";
import { sendInvitation } from "../modules/notifications/service/send-invitation.ts";
import { createServer } from "../server.ts";
import { createTestCore } from "../testing/test-core.ts";

let database: Database;
let core: Core;
beforeAll(async () => {
  database = await openTestDatabase();
  const testCore = await createTestCore(database);
  core = { ...testCore, mailer: createMailer(testCore.env, database) };
});
afterAll(() => database.close());

describe("the mailbox of an instance without SMTP", () => {
  it("shows the mails, and each as it was sent, with links that work", async () => {
    await sendInvitation(core, {
      to: "invited@example.org",
      locale: "fr",
      communityName: "Pays <de> Valmer",
      role: "contributor",
      link: "http://localhost:3001/invitations/abc?x=1&y=2",
      expiresAt: new Date("2026-12-01T12:00:00Z"),
    });
    const app = await createServer(core);
    const list = await app.inject({ url: "/mailbox", headers: { host: "localhost:4000" } });
    expect(list.body).toContain("Invitation à rejoindre Pays &lt;de&gt; Valmer");
    const link = /href="(\/mailbox\/[^"]+)"/.exec(list.body)?.[1] ?? "";
    expect((await app.inject({ url: link, headers: { host: "localhost:4000" } })).body).toContain("invited@example.org");
    const content = await app.inject({ url: `${link}/content`, headers: { host: "localhost:4000" } });
    expect(content.body).toContain('href="http://localhost:3001/invitations/abc?x=1&amp;y=2"');
    expect(content.body).toContain("1 décembre 2026");
    expect(content.headers["content-security-policy"]).toContain("default-src 'none'");
    await app.close();
  });

  it("is only open to the machine itself", async () => {
    const app = await createServer(core);
    const ask = (remoteAddress: string, host: string, headers = {}) =>
      app.inject({ url: "/mailbox", remoteAddress, headers: { host, ...headers } });
    expect((await ask("127.0.0.1", "localhost:4000")).statusCode).toBe(200);
    expect((await ask("10.0.0.7", "localhost:4000")).statusCode).toBe(404);
    expect((await ask("127.0.0.1", "localhost:4000", { "x-forwarded-for": "10.0.0.7" })).statusCode).toBe(404);
    expect((await ask("127.0.0.1", "rebound.example:4000")).statusCode).toBe(404);
    await app.close();
  });

  it("does not exist when mail is sent by SMTP", async () => {
    const app = await createServer({ ...core, env: { ...core.env, SMTP_URL: "smtp://127.0.0.1:9" } });
    expect((await app.inject({ url: "/mailbox", headers: { host: "localhost:4000" } })).statusCode).toBe(404);
    await app.close();
  });
});
