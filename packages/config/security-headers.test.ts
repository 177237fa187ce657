import { describe, expect, it, test } from "vitest";
import { nextBase } from "./next-base.ts";
import { contentSecurityPolicy, newNonce, securityHeaders } from "./security-headers.ts";

function policy(input: Partial<Parameters<typeof contentSecurityPolicy>[0]> = {}): Record<string, string> {
  const text = contentSecurityPolicy({ nonce: "abc", isDevelopment: false, basemapStyleUrl: undefined, ...input });
  return Object.fromEntries(text.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]));
}

describe("contentSecurityPolicy", () => {
  it("allows no script without the nonce in production", () => {
    const production = policy();
    expect(production["script-src"]).toBe("'self' 'nonce-abc' 'strict-dynamic'");
    expect(production["style-src"]).toBe("'self' 'nonce-abc'");
    expect(production["object-src"]).toBe("'none'");
    expect(production["base-uri"]).toBe("'none'");
    expect(production["frame-ancestors"]).toBe("'none'");
  });

  it("allows a portal's sign-in form to end at the hub only", () => {
    expect(policy({ formOrigin: "https://hub.example.org" })["form-action"]).toBe("'self' https://hub.example.org");
    expect(policy()["form-action"]).toBe("'self'");
  });

  it("allows frames of the given sites only", () => {
    expect(policy()["frame-ancestors"]).toBe("'none'");
    expect(policy({ frameAncestors: "https://www.example.org" })["frame-ancestors"]).toBe("https://www.example.org");
  });

  it("allows images and requests to the operator's basemap, by its host only", () => {
    const own = policy({ basemapStyleUrl: "https://tiles.example.org/styles/plain.json?key=1" });
    expect(own["img-src"]).toBe("'self' data: blob: https://tiles.example.org");
    expect(own["connect-src"]).toBe("'self' https://tiles.example.org");
    expect(policy()["connect-src"]).toBe("'self'");
  });
});

describe("securityHeaders", () => {
  it("allows geolocation for portals, and never for other hosts", () => {
    expect(securityHeaders({ geolocation: true })["permissions-policy"]).toContain("geolocation=(self)");
    expect(securityHeaders({ geolocation: false })["permissions-policy"]).toContain("geolocation=()");
  });
});

test("what does not pass through a site's proxy says that its type is not to be guessed", async () => {
  const [rule] = await nextBase.headers();
  expect(rule?.headers).toContainEqual({ key: "x-content-type-options", value: "nosniff" });
  for (const folder of ["api", "_next", "maplibre", "themes"]) expect(rule?.source).toMatch(new RegExp(`[(|]${folder}[|)]`));
});

test("each page has another nonce, of 128 bits", () => {
  expect(Buffer.from(newNonce(), "base64")).toHaveLength(16);
  expect(newNonce()).not.toBe(newNonce());
});
