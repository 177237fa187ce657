import { expect, test } from "vitest";
import { passCookie, passIn, passOfAddress, targetOf } from "./passes.ts";

const pass = `portal-pass.01990000-0000-7000-8000-000000000001.link.${"a".repeat(43)}`;

test("a pass is read from the cookies and from the address of a private link, and from nothing else", () => {
  expect(passIn(`mode=dark; archipel.pass=${pass}; x=1`)).toBe(pass);
  for (const cookies of [null, "", `xarchipel.pass=${pass}`, "archipel.pass=abc", `archipel.pass=${pass} more`])
    expect(passIn(cookies)).toBeNull();
  expect(passOfAddress(`/private/${pass}`)).toBe(pass);
  for (const path of ["/private", "/private/x", `/fr/private/${pass}`, `/private/${pass}/x`]) expect(passOfAddress(path)).toBeNull();
});

test("a private link leads to a path of its portal only", () => {
  expect(targetOf("?to=%2Ffr%2Fpreview%2Fabc%3Fr%3D1")).toBe("/fr/preview/abc?r=1");
  for (const to of ["", "?to=//other.example", "?to=https://other.example", "?to=/%5Cother.example", "?to=/"])
    expect(targetOf(to)).toBe("/");
});

test("the cookie of a frame is kept apart for the site around it", () => {
  expect(passCookie(pass, { isFramed: false, isSecure: true })).toBe(`archipel.pass=${pass}; Path=/; HttpOnly; SameSite=Lax; Secure`);
  expect(passCookie(pass, { isFramed: true, isSecure: false })).toContain("SameSite=None; Secure; Partitioned");
});
