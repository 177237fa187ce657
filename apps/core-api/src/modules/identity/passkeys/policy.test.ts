import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertionIn, attestationIn, isEmbedded, relyingParty, userHandleOf } from "./policy.ts";

describe("the host that passkeys are bound to", () => {
  test.each([
    ["https://core.example.org", { id: "core.example.org", origin: "https://core.example.org" }],
    ["https://core.example.org:8443/x", { id: "core.example.org", origin: "https://core.example.org:8443" }],
    ["http://localhost:4000", { id: "localhost", origin: "http://localhost:4000" }],
    ["http://hub.localhost:4000", { id: "hub.localhost", origin: "http://hub.localhost:4000" }],
    ["http://core.example.org", null],
    ["https://192.0.2.1", null],
    ["https://[2001:db8::1]", null],
    ["http://127.0.0.1:4000", null],
  ])("%s", (url, expected) => {
    expect(relyingParty({ ARCHIPEL_PUBLIC_URL: url })).toEqual(expected);
  });
});

test("what browsers send is read or refused, whatever it is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect([assertionIn(text), attestationIn(text)]).toEqual([null, null]);
      expect(isEmbedded(text)).toSatisfy((is: boolean) => typeof is === "boolean");
    }),
  );
  expect(isEmbedded(Buffer.from('{"crossOrigin":false}').toString("base64url"))).toBe(false);
  expect(isEmbedded(Buffer.from('{"crossOrigin":true}').toString("base64url"))).toBe(true);
});

test("the handle of an account has sixteen bytes, one for each account", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (one, other) => {
      expect(userHandleOf(one)).toHaveLength(16);
      expect(userHandleOf(one).equals(userHandleOf(other))).toBe(one === other);
    }),
  );
});
