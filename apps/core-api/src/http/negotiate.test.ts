import { describe, expect, test } from "vitest";
import { acceptsGzip, prefersPage } from "./negotiate.ts";

describe("gzip is sent", () => {
  test.each(["gzip", "gzip, deflate, br", "br, GZIP;q=0.5", "*", "identity;q=0.5, gzip", "gzip;q=0.001"])("for %s", (header) => {
    expect(acceptsGzip({ headers: { "accept-encoding": header } })).toBe(true);
  });

  test.each(["gzip;q=0", "gzip; q=0.0, br", "*;q=0", "identity", "x-gzip-like", "br", "gzip;q=0.2, identity;q=0.8", ""])(
    "not for %j",
    (header) => {
      expect(acceptsGzip({ headers: { "accept-encoding": header } })).toBe(false);
    },
  );

  test("not without the header", () => {
    expect(acceptsGzip({ headers: {} })).toBe(false);
  });
});

describe("a page is sent", () => {
  test.each([
    "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html, */*",
    "application/json;q=0.5, text/html",
    "application/json;q=0, text/html",
  ])("for %s", (header) => {
    expect(prefersPage({ headers: { accept: header } })).toBe(true);
  });

  test.each([
    "application/json",
    "application/geo+json, application/json;q=0.9",
    "*/*",
    "text/html;q=0",
    "text/html;q=0.8, application/geo+json",
    "application/json, text/html",
    "image/png",
  ])("not for %s", (header) => {
    expect(prefersPage({ headers: { accept: header } })).toBe(false);
  });

  test("not without the header", () => {
    expect(prefersPage({ headers: {} })).toBe(false);
  });
});
