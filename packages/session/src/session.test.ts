import { encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { authOptions, localPath, sessionCookieName } from "./auth-options.ts";
import { clientSecretOf, cookieSecretOf, siteKeyOf } from "./client-keys.ts";
import { isFromOwnPages } from "./same-origin.ts";
import { accessTokenIn, clearSessionCookies, parseCookies } from "./session-cookie.ts";
import { siteOf } from "./site.ts";

const site = { clientId: "portal-a", origin: "https://a.example.org" };
const settings = {
  CORE_API_URL: "http://127.0.0.1:4000",
  ARCHIPEL_PUBLIC_URL: "https://id.example.org",
  ARCHIPEL_SITE_KEY: siteKeyOf("a secret of the platform, long enough"),
  ARCHIPEL_SECRET: undefined,
  ARCHIPEL_DATA: "nowhere",
};

describe("keys", () => {
  it("are derived from the platform's secret, differ by use and by site, and do not reveal it", () => {
    const key = siteKeyOf("a secret of the platform, long enough");
    const all = [key, clientSecretOf(key, "portal-a"), clientSecretOf(key, "portal-b"), cookieSecretOf(key, "portal-a")];
    expect(new Set(all).size).toBe(4);
    expect(clientSecretOf(siteKeyOf("a secret of the platform, long enough"), "portal-a")).toBe(all[1]);
  });
});

describe("localPath", () => {
  it.each([
    ["/map?x=1#y", "/map?x=1#y"],
    ["/", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/a\\b", "/"],
    ["/a b", "/"],
    ["https://evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["", "/"],
    [null, "/"],
  ])("%s → %s", (given, expected) => {
    expect(localPath(given)).toBe(expected);
  });
});

describe("the session cookie", () => {
  const cookieOf = async (clientId: string, accessToken: string) =>
    encode({ token: { accessToken }, secret: cookieSecretOf(settings.ARCHIPEL_SITE_KEY, clientId) });

  it("is bound to host and https, and invisible to scripts", () => {
    const { name, options } = authOptions(settings, site).cookies?.sessionToken ?? {};
    expect(name).toBe("__Host-archipel.session");
    expect(options).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
    expect(options).not.toHaveProperty("domain");
    expect(sessionCookieName({ ...site, origin: "http://a.localhost:3000" })).toBe("archipel.session");
  });

  it("reveals its token to its own site only", async () => {
    const own = parseCookies(`x=1; __Host-archipel.session=${await cookieOf("portal-a", "t")}`);
    const foreign = parseCookies(`__Host-archipel.session=${await cookieOf("portal-b", "t")}`);
    expect(await accessTokenIn(settings, site, own)).toBe("t");
    expect(await accessTokenIn(settings, site, foreign)).toBeNull();
    expect(await accessTokenIn(settings, site, parseCookies("__Host-archipel.session=%zz"))).toBeNull();
    expect(await accessTokenIn(settings, site, {})).toBeNull();
  });

  it("is read and cleared in all its parts when it was split", async () => {
    const value = await cookieOf("portal-a", "t".repeat(100));
    const cut = { "__Host-archipel.session.0": value.slice(0, 50), "__Host-archipel.session.1": value.slice(50) };
    expect(await accessTokenIn(settings, site, cut)).toBe("t".repeat(100));
    expect(clearSessionCookies(site, cut)).toHaveLength(2);
  });
});

describe("the origin of a request", () => {
  const request = (headers: Record<string, string>) => new Request("https://a.example.org/", { headers });

  it("is known from Sec-Fetch-Site, else from Origin", () => {
    expect(isFromOwnPages(request({ "sec-fetch-site": "same-origin" }), site)).toBe(true);
    expect(isFromOwnPages(request({ "sec-fetch-site": "cross-site", origin: site.origin }), site)).toBe(false);
    expect(isFromOwnPages(request({ "sec-fetch-site": "none" }), site)).toBe(false);
    expect(isFromOwnPages(request({ origin: site.origin }), site)).toBe(true);
    expect(isFromOwnPages(request({ origin: "https://b.example.org" }), site)).toBe(false);
    expect(isFromOwnPages(request({}), site)).toBe(false);
  });

  it("queries the table with the host name only", async () => {
    const asked: string[] = [];
    const find = async (host: string) => {
      asked.push(host);
      return site;
    };
    for (const host of ["A.example.org:8443", "a.example.org/../b", "", "x".repeat(300)]) await siteOf(find, new Headers({ host }));
    expect(asked).toEqual(["a.example.org"]);
  });
});
