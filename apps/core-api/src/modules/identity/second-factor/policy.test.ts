import { expect, test } from "vitest";
import { derivedKey, seal } from "../../../kernel/sealed.ts";
import { actingRole, hashOfRecoveryCode, newRecoveryCodes, newSecret, stepOf } from "./policy.ts";

const core = { env: { ARCHIPEL_SECRET: "a secret of at least thirty-two characters" } } as Parameters<typeof stepOf>[0];
const sealedOf = (secret: string) => seal(derivedKey(core, "second-factors"), secret);

test("codes are those of RFC 6238, in its own examples", () => {
  // "12345678901234567890" in base 32; the examples have eight digits, of which an app shows the last six.
  const secret = sealedOf("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  const examples: [seconds: number, code: string][] = [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
  ];
  for (const [seconds, code] of examples) {
    const step = Math.floor(seconds / 30);
    expect(stepOf(core, secret, code, seconds * 1000)).toBe(step);
    expect(stepOf(core, secret, code, (seconds + 30) * 1000)).toBe(step);
    expect(stepOf(core, secret, code, (seconds + 61) * 1000)).toBeNull();
  }
});

test("only six digits are a code", () => {
  const { sealedSecret } = newSecret(core, "x@example.org");
  for (const typed of ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "1e5000"])
    expect(stepOf(core, sealedSecret, typed)).toBeNull();
});

test("recovery codes differ, and their hashes need the platform's secret", () => {
  const { codes, hashes } = newRecoveryCodes(core);
  expect(new Set(codes).size).toBe(10);
  for (const [index, code] of codes.entries()) {
    expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    expect(hashOfRecoveryCode(core, ` ${code.toUpperCase().replace("-", "")}`)).toBe(hashes[index]);
  }
  const other = { env: { ARCHIPEL_SECRET: "another secret of at least thirty-two" } } as typeof core;
  expect(hashOfRecoveryCode(other, codes[0] ?? "")).not.toBe(hashes[0]);
});

test.each([
  ["manager", null, false, "manager"],
  ["manager", "manager", true, "manager"],
  ["manager", "manager", false, "moderator"],
  ["moderator", "manager", false, "moderator"],
  ["manager", "moderator", false, "contributor"],
  ["moderator", "moderator", false, "contributor"],
  ["member", "moderator", false, "member"],
] as const)("%s, second factor from %s, has one: %s, acts as %s", (held, from, hasFactor, expected) => {
  expect(actingRole(held, from, hasFactor)).toBe(expected);
});
