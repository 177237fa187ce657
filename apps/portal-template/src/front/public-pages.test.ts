import type { PortalView } from "@archipel/contracts/portals.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../tenancy/decide.ts";
import { keptPage } from "./public-pages.ts";

const portal = {
  id: "5f0c1c9a-3c50-4d1e-9d5a-0f5a1f7b0c11",
  slug: "ville",
  locales: ["fr", "en"],
  embedding: { by: "everyone", origins: [] },
  origin: "https://ville.example.org",
} as unknown as PortalView;

function asked(address: string, headers: Record<string, string> = {}, method = "GET") {
  const [pathname = "", query] = address.split("?");
  const search = query === undefined ? "" : `?${query}`;
  const action = decide({
    method,
    host: "ville.example.org",
    pathname,
    search,
    lookup: { state: "found", portal },
    localeCookie: undefined,
    acceptLanguage: null,
  });
  return keptPage(action, portal.id, { method, search, headers });
}

describe("a page is kept", () => {
  test.each([
    ["/fr", "/fr"],
    ["/en", "/en"],
    ["/fr?utm_source=mail", "/fr"],
    ["/fr?q=a", "/fr"],
    ["/fr/catalogue", "/fr/catalogue"],
    ["/fr/catalogue?sort=title&utm_medium=x", "/fr/catalogue?sort=title"],
    ["/fr/map", "/fr/map"],
    ["/fr/map?fbclid=1", "/fr/map"],
    ["/fr/map/data?v=abc&x=1", "/fr/map/data"],
    ["/fr/maps/balade", "/fr/maps/balade"],
    ["/fr/embed?theme=dark", "/fr/embed?theme=dark"],
    ["/fr/habiter", "/fr/habiter"],
    ["/fr/legal/cookies", "/fr/legal/cookies"],
  ])("%s → %s", (address, drawn) => {
    expect(asked(address)?.address).toBe(drawn);
  });

  test("in one copy for each language and colour mode", () => {
    const keys = [
      asked("/fr"),
      asked("/en"),
      asked("/fr", { cookie: "mode=dark" }),
      asked("/fr", { cookie: "a=b; mode=light" }),
      asked("/fr", { cookie: "mode=purple" }),
      asked("/fr", { cookie: "language=en" }),
    ].map((page) => page?.key);
    expect(new Set(keys).size).toBe(4);
    expect(keys[4]).toBe(keys[0]);
    expect(keys[5]).toBe(keys[0]);
  });
});

describe("a page is drawn for its visitor", () => {
  test.each([
    "/fr/account",
    "/fr/answer",
    "/fr/answer?lon=2&lat=48",
    "/fr/a/abc",
    "/a/abc",
    "/fr/compare",
    "/fr/join",
    "/fr/maps/mine",
    "/fr/maps/x/edit",
    "/fr/preview/secret",
    "/fr/map?lon=2&lat=48",
    "/fr/catalogue?q=mairie",
    "/fr/catalogue?sort=unknown",
    "/fr/catalogue?sort=title&sort=updated",
    "/fr/catalogue/plu?page=2",
    "/fr/reports/12?follow=secret",
    "/fr/reports?mine=1",
    "/fr/embed?host=https%3A%2F%2Fx.org",
    "/robots.txt",
    "/api/session",
    "/",
    "/de",
    "/fr/a/b/c",
    "/fr/Habiter",
    "/fr/__proto__",
  ])("%s", (address) => {
    expect(asked(address)).toBeNull();
  });

  test.each([
    { cookie: "__Secure-archipel.session=x" },
    { cookie: "mode=dark; archipel.session.0=x" },
    { authorization: "Bearer x" },
    { rsc: "1" },
    { "next-router-prefetch": "1" },
    { "next-router-state-tree": "x" },
    { "next-action": "x" },
    { "x-nextjs-data": "1" },
    { "x-middleware-subrequest": "src/proxy" },
  ])("%o", (headers) => {
    expect(asked("/fr", headers as Record<string, string>)).toBeNull();
  });

  test.each(["POST", "PUT", "OPTIONS", "DELETE"])("%s", (method) => {
    expect(asked("/fr", {}, method)).toBeNull();
  });
});

test("nothing but the key's parts enters the address that is drawn, whatever the query and the headers are", () => {
  const word = fc.stringMatching(/^[ -~]{0,20}$/);
  fc.assert(
    fc.property(
      fc.constantFrom("/fr", "/en/catalogue", "/fr/map", "/fr/help", "/fr/embed"),
      word,
      word,
      word,
      (path, name, value, header) => {
        const page = asked(`${path}?${name}=${value}`, { "x-forwarded-host": header, "accept-language": header, cookie: `x=${header}` });
        if (page === null) return;
        expect(page.address).toMatch(/^\/[a-z/]+(\?(sort|theme)=[a-z]+)?$/);
        expect(page.key).toBe(`${portal.id} ${page.mode ?? "-"} ${page.address}`);
      },
    ),
  );
});
