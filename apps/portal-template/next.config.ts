import { nextBase } from "@archipel/config/next-base.ts";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const DAY = 24 * 3600;

/**
 * The element's script, for pages of any site. With its version it is kept for a week: every file of a version understands the same
 * attributes and messages. Without, an hour.
 */
const embedScript = [
  { source: "/embed.js", headers: embedHeaders(`public, max-age=${DAY / 24}`) },
  {
    source: "/embed.js",
    has: [{ type: "query" as const, key: "v", value: "1" }],
    headers: embedHeaders(`public, max-age=${7 * DAY}, stale-while-revalidate=${30 * DAY}`),
  },
];

function embedHeaders(caching: string) {
  return [
    { key: "cache-control", value: caching },
    { key: "x-content-type-options", value: "nosniff" },
    { key: "cross-origin-resource-policy", value: "cross-origin" },
    { key: "access-control-allow-origin", value: "*" },
  ];
}

const config: NextConfig = {
  ...nextBase,
  headers: async () => [...(await nextBase.headers()), ...embedScript],
  // One build serves every host: no address may be frozen into it, so forwarding to core-api is decided in src/proxy.ts.
  // The proxy must see the address that the server was started with, or its rewrites would leave the server.
  skipProxyUrlNormalize: true,
  allowedDevOrigins: ["*.localhost"],
};

export default createNextIntlPlugin("./src/i18n/request.ts")(config);
