import type { PortalView } from "@archipel/contracts/portals.ts";
import { describe, expect, it } from "vitest";
import { credentialGate } from "./credential-gate.ts";
import { decide } from "./decide.ts";
import { hostName } from "./host-gate.ts";
import { localeGate } from "./locale-gate.ts";
import { pathGate } from "./path-gate.ts";
import { createPortalDirectory, type Lookup } from "./portal-directory.ts";
import { statusGate } from "./status-gate.ts";

const portal = {
  slug: "ville",
  locales: ["fr", "en"],
  embedding: { by: "everyone", origins: [] },
  origin: "https://ville.example.org",
} as unknown as PortalView;
const found: Lookup = { state: "found", portal };
const facts = {
  method: "GET",
  host: "ville.example.org",
  pathname: "/fr",
  search: "",
  lookup: found,
  localeCookie: undefined,
  acceptLanguage: null,
};

describe("hostName", () => {
  it.each([
    ["Ville.Example.ORG:3000", "ville.example.org"],
    ["ville.localhost.", "ville.localhost"],
    ["localhost", "localhost"],
    ["evil.org/..", null],
    ["a b", null],
    ["user@host", null],
    ["[::1]:3000", null],
    ["", null],
    [null, null],
  ])("%s → %s", (header, expected) => {
    expect(hostName(header)).toBe(expected);
  });
});

describe("statusGate", () => {
  it("distinguishes an unknown host from a core-api that does not answer", () => {
    expect(statusGate(found).kind).toBe("open");
    expect(statusGate({ state: "none" }).kind).toBe("unknown-host");
    expect(statusGate({ state: "unavailable" }).kind).toBe("unavailable");
  });
});

describe("pathGate", () => {
  it.each([
    ["/tiles/abc/1/2/3.mvt", "forward"],
    ["/events", "forward"],
    ["/basemap.json", "forward"],
    ["/downloads/abc.gpkg", "forward"],
    ["/ogc", "forward"],
    ["/stac/collections", "forward"],
    ["/ogc/collections/abc/items", "forward"],
    ["/report", "forward"],
    ["/report/schema.json", "forward"],
    ["/report.pdf", "forward"],
    ["/report.svg", "forward"],
    ["/verify", "forward"],
    ["/.well-known/answer-keys.json", "forward"],
    ["/reports", "page"],
    ["/robots.txt", "site-file"],
    ["/map-style.json", "site-file"],
    ["/tilesets", "page"],
    ["/fr/tiles", "page"],
    ["/", "page"],
  ])("%s is a %s", (pathname, kind) => {
    expect(pathGate(pathname).kind).toBe(kind);
  });
});

describe("credentialGate", () => {
  it("forwards a caller's own token, and lets a session read but never write", () => {
    expect(credentialGate("PUT", "Bearer abc")).toBe("own");
    expect(credentialGate("GET", "Bearer abc")).toBe("own");
    for (const method of ["GET", "HEAD", "OPTIONS"]) expect(credentialGate(method, null)).toBe("session");
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "get"]) {
      expect(credentialGate(method, null), method).toBe("none");
      expect(credentialGate(method, "Basic abc"), method).toBe("none");
    }
  });
});

describe("localeGate", () => {
  const gate = (pathname: string, cookie?: string, acceptLanguage: string | null = null) =>
    localeGate({ pathname, cookie, acceptLanguage, locales: ["fr", "en"] });

  it("shows a path that has a language", () => {
    expect(gate("/fr")).toEqual({ kind: "show", locale: "fr", rest: "" });
    expect(gate("/en/catalogue/x")).toEqual({ kind: "show", locale: "en", rest: "/catalogue/x" });
  });

  it("redirects a path without language to the chosen one, else the browser's, else the portal's first", () => {
    expect(gate("/", "en")).toEqual({ kind: "redirect", pathname: "/en" });
    expect(gate("/map", undefined, "en-GB")).toEqual({ kind: "redirect", pathname: "/en/map" });
    expect(gate("/map", "de")).toEqual({ kind: "redirect", pathname: "/fr/map" });
  });

  it("replaces a language that the portal does not offer", () => {
    expect(localeGate({ pathname: "/en/map", cookie: "en", acceptLanguage: "en", locales: ["fr"] })).toEqual({
      kind: "redirect",
      pathname: "/fr/map",
    });
  });
});

describe("decide", () => {
  it("prefixes the path with the host, so that no path can name another portal", () => {
    expect(decide({ ...facts, pathname: "/fr/other.example.org/fr" })).toMatchObject({
      kind: "page",
      pathname: "/ville.example.org/fr/other.example.org/fr",
    });
    expect(decide({ ...facts, pathname: "/other.example.org/fr" })).toEqual({ kind: "redirect", pathname: "/fr/other.example.org/fr" });
  });

  it("serves nothing of a portal on an unknown host", () => {
    for (const pathname of ["/", "/fr", "/tiles/x/0/0/0.mvt", "/robots.txt"]) {
      expect(decide({ ...facts, pathname, lookup: { state: "none" } }).kind).toBe("unknown-host");
      expect(decide({ ...facts, pathname, host: null }).kind).toBe("unknown-host");
      expect(decide({ ...facts, pathname, lookup: { state: "unavailable" } }).kind).toBe("unavailable");
    }
  });

  it("shows no page of an address that cannot be read", () => {
    for (const address of [{ pathname: "/fr/catalogue/a%00b" }, { search: "?q=a%00b" }, { pathname: "/fr/catalogue/%E0%A4%A" }])
      expect(decide({ ...facts, ...address })).toEqual({ kind: "unreadable-address" });
    expect(decide({ ...facts, pathname: "/ogc/collections/a%00b" })).toEqual({ kind: "forward" });
  });

  it("lets the sites that the portal allows show the page for frames, and no other page", () => {
    const origins = ["https://www.ville.fr", "https://*.agglo.fr"];
    const by = (how: "everyone" | "listed" | "nobody", pathname = "/fr/embed") =>
      decide({ ...facts, pathname, lookup: { state: "found", portal: { ...portal, embedding: { by: how, origins } } } });
    const embed = { kind: "embed", pathname: "/ville.example.org/embed/fr", locale: "fr", rest: "/embed" };
    expect(by("everyone")).toEqual({ ...embed, ancestors: "*" });
    expect(by("listed")).toEqual({ ...embed, ancestors: "'self' https://www.ville.fr https://*.agglo.fr" });
    expect(by("nobody")).toEqual({ ...embed, ancestors: "'none'" });
    for (const pathname of ["/fr", "/fr/map", "/fr/embed/map", "/fr/account"]) expect(by("everyone", pathname).kind).toBe("page");
  });

  it("forwards the open APIs and serves the site's files", () => {
    expect(decide({ ...facts, pathname: "/tiles/x.json" })).toEqual({ kind: "forward" });
    expect(decide({ ...facts, pathname: "/sitemap.xml" })).toEqual({
      kind: "site-file",
      pathname: "/ville.example.org/site-files/sitemap",
    });
  });
});

describe("the main host", () => {
  const other = { ...facts, host: "ville.localhost" };

  it("gets the visitors of the portal's other hosts, with path and query, when they read a page", () => {
    expect(decide({ ...other, pathname: "/fr/map", search: "?q=a" })).toEqual({
      kind: "moved",
      address: "https://ville.example.org/fr/map?q=a",
    });
    expect(decide({ ...other, pathname: "/" })).toEqual({ kind: "moved", address: "https://ville.example.org/" });
    expect(decide({ ...other, method: "HEAD" }).kind).toBe("moved");
    expect(decide({ ...other, pathname: "//evil.example/x" })).toEqual({
      kind: "moved",
      address: "https://ville.example.org/evil.example/x",
    });
    expect(decide(facts).kind).toBe("page");
  });

  it("takes neither uploads and other changes, nor programs, from the host that they use", () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(decide({ ...other, method }).kind).toBe("page");
    for (const pathname of ["/ogc/collections", "/tiles/x/0/0/0.mvt", "/downloads/x.gpkg"])
      expect(decide({ ...other, pathname })).toEqual({ kind: "forward" });
    for (const pathname of ["/robots.txt", "/sitemap.xml", "/manifest.webmanifest"])
      expect(decide({ ...other, pathname }).kind).toBe("site-file");
  });
});

describe("hosts that somebody made up", () => {
  const KNOWN = "ville.example.org";
  const parts = [
    "",
    ".",
    "..",
    "/",
    "\\",
    "@",
    "#",
    "?",
    "%2e",
    "%00",
    "\0",
    "\t",
    " ",
    "\r\n",
    "\u200b",
    "\u3002",
    ":",
    ":80",
    ":99999",
    ":80:80",
    "*",
    "_",
    "-",
  ];
  const shapes: readonly ((part: string) => string)[] = [
    (part) => `${part}${KNOWN}x`,
    (part) => `${KNOWN}${part}evil.example`,
    (part) => `evil.example${part}${KNOWN}`,
    (part) => `${KNOWN},${part}evil.example`,
    (part) => `http://${part}${KNOWN}`,
    (part) => `[${part}${KNOWN}]`,
    (part) => `${KNOWN}/${part}fr`,
    (part) => `user${part}:pass@${KNOWN}`,
    (part) => `${KNOWN} ${part}x`,
  ];
  const payloads = shapes.flatMap((shape) => parts.map(shape));

  it("get nobody's page", async () => {
    expect(payloads.length).toBeGreaterThan(200);
    const asked: string[] = [];
    const lookUp = createPortalDirectory(async (host) => {
      asked.push(host);
      return host === KNOWN ? portal : null;
    });
    for (const payload of payloads) {
      const host = hostName(payload);
      const lookup: Lookup = host === null ? { state: "none" } : await lookUp(host);
      expect(decide({ ...facts, host, lookup }), JSON.stringify(payload)).toEqual({ kind: "unknown-host" });
    }
    // Nothing but names of hosts is looked up.
    for (const host of asked) expect(host).toMatch(/^[a-z0-9.-]+$/);
  });

  it("are the portal's own only by what HTTP says is the same: capitals, a port, a final dot", async () => {
    for (const same of [KNOWN.toUpperCase(), `${KNOWN}:8443`, `${KNOWN}.`, ` ${KNOWN}`]) expect(hostName(same)).toBe(KNOWN);
  });
});

describe("createPortalDirectory", () => {
  function world() {
    const state = { now: 0, asked: 0, answer: (): Promise<PortalView | null> => Promise.resolve(portal) };
    const lookUp = createPortalDirectory(
      () => {
        state.asked++;
        return state.answer();
      },
      () => state.now,
    );
    return { state, lookUp };
  }
  const notFound = () => Promise.resolve(null);
  const silent = () => Promise.reject(new Error("refused"));

  it("asks once for simultaneous requests, and again after 5 s", async () => {
    const { state, lookUp } = world();
    await Promise.all([lookUp("a"), lookUp("a"), lookUp("a")]);
    await lookUp("a");
    expect(state.asked).toBe(1);
    state.now = 5_001;
    await lookUp("a");
    expect(state.asked).toBe(2);
  });

  it("says what the visitor is about to see, when it asks", async () => {
    const asked: unknown[] = [];
    const lookUp = createPortalDirectory(
      async (...question) => {
        asked.push(question);
        return portal;
      },
      () => 0,
    );
    await lookUp("a", { locale: "fr", slug: null });
    await lookUp("a", { locale: "en", slug: "presentation" });
    expect(asked).toEqual([["a", { locale: "fr", slug: null }]]);
  });

  it("finds a portal that was opened a moment ago", async () => {
    const { state, lookUp } = world();
    state.answer = notFound;
    expect(await lookUp("a")).toEqual({ state: "none" });
    state.answer = () => Promise.resolve(portal);
    state.now = 5_001;
    expect((await lookUp("a")).state).toBe("found");
  });

  it("uses the last known answer for a while when core-api does not answer", async () => {
    const { state, lookUp } = world();
    await lookUp("a");
    state.answer = silent;
    state.now = 60_000;
    expect((await lookUp("a")).state).toBe("found");
    state.now = 11 * 60_000;
    expect((await lookUp("a")).state).toBe("unavailable");
    expect((await lookUp("never-seen")).state).toBe("unavailable");
  });
});
