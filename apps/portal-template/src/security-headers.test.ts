import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./security-headers.ts";

const policy = (isDevelopment: boolean) =>
  Object.fromEntries(
    contentSecurityPolicy({ nonce: "abc", isDevelopment, hubOrigin: "https://hub.example.org", basemapOrigin: null })
      .split("; ")
      .map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]),
  );

describe("contentSecurityPolicy", () => {
  it("lets no script run without the nonce in production", () => {
    expect(policy(false)["script-src"]).toBe("'self' 'nonce-abc' 'strict-dynamic'");
    expect(policy(false)["style-src"]).toBe("'self' 'nonce-abc'");
    expect(policy(false)["object-src"]).toBe("'none'");
    expect(policy(false)["base-uri"]).toBe("'none'");
    expect(policy(false)["frame-ancestors"]).toBe("'none'");
  });

  it("lets a sign-in form end at the hub, and nowhere else", () => {
    expect(policy(false)["form-action"]).toBe("'self' https://hub.example.org");
  });
});
