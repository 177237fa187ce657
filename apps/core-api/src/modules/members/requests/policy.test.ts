import { expect, test } from "vitest";
import { grantedAtOnce, isOfDomain, mayAskAgainAt, publicDomains, suffices } from "./policy.ts";

test("an address is of a domain when all behind its last at sign is the domain", () => {
  expect(isOfDomain("Anne@Ormelune.fr", ["ormelune.fr"])).toBe(true);
  for (const email of [
    "a@sub.ormelune.fr",
    "a@ormelune.fr.evil.org",
    "a@notormelune.fr",
    "ormelune.fr@evil.org",
    '"a@ormelune.fr"@evil.org',
  ])
    expect(isOfDomain(email, ["ormelune.fr"])).toBe(false);
});

test("an address of a trusted domain gets at most the trusted role", () => {
  const rule = { trustedDomains: ["ormelune.fr"], trustedRole: "member" } as const;
  expect(grantedAtOnce("a@ormelune.fr", "member", rule)).toBe("member");
  expect(grantedAtOnce("a@ormelune.fr", "contributor", rule)).toBeNull();
  expect(grantedAtOnce("a@ormelune.fr", "member", { ...rule, trustedRole: "contributor" })).toBe("member");
  expect(grantedAtOnce("a@elsewhere.fr", "member", rule)).toBeNull();
});

test("domains that give an address to anyone are found", () => {
  expect(publicDomains(["ormelune.fr", "gmail.com", "laposte.net"])).toEqual(["gmail.com", "laposte.net"]);
});

test("a stronger role has what a weaker one gives; no role has nothing", () => {
  expect([suffices("moderator", "contributor"), suffices("member", "contributor"), suffices(null, "member")]).toEqual([true, false, false]);
});

test("after a refusal, the person may ask again in a week", () => {
  const declined = new Date("2026-11-01T10:00:00Z");
  expect(mayAskAgainAt(declined, new Date("2026-11-03T10:00:00Z"))).toEqual(new Date("2026-11-08T10:00:00Z"));
  expect(mayAskAgainAt(declined, new Date("2026-11-08T10:00:00Z"))).toBeNull();
  expect(mayAskAgainAt(null, declined)).toBeNull();
});
