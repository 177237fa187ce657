import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { sendAccountExists, sendConfirmAddress, sendResetPassword } from "./account-mails.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const recipient = (locale: "fr" | "en") => ({
  to: "person@example.org",
  locale,
  brand: { name: "Portail des risques", accent: "#114488", onAccent: "#ffffff" },
  link: "https://hub.example.org/a?code=1&of=2",
});

describe("mails about an account", () => {
  it.each([
    ["confirm", ["24 heures", "24 hours"]],
    ["exists", ["Mot de passe oublié", "Forgotten password"]],
    ["reset", ["une heure", "one hour"]],
  ] as const)("%s: says what it is for in both languages, with the link, the site's name and the small print", async (kind, told) => {
    for (const [rank, locale] of (["fr", "en"] as const).entries()) {
      const send = {
        confirm: sendConfirmAddress,
        exists: sendAccountExists,
        reset: sendResetPassword,
      };
      await send[kind](core, recipient(locale));
      const mail = core.sentMails.at(-1);
      expect(mail?.to).toBe("person@example.org");
      expect(mail?.subject).toMatch(/. – Portail des risques$/);
      expect(mail?.text).toContain("https://hub.example.org/a?code=1&of=2");
      expect(mail?.text).toContain(told[rank]);
      expect(mail?.html).toContain("#114488");
    }
  });
});
