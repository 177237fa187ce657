import type { NextConfig } from "next";
import { securityHeaders } from "./security-headers.ts";

/** For addresses that do not pass through a site's proxy, which sets the headers of pages. No policy of content: workers would inherit it. */
const bareHeaders = Object.entries(securityHeaders({ geolocation: false }))
  .filter(([name]) => name === "x-content-type-options" || name === "referrer-policy")
  .map(([key, value]) => ({ key, value }));

/** Set where `npm test` builds the sites and nobody else has. Its builds are not for production. */
const isCheck = process.env.ARCHIPEL_CHECK === "1";

/** Next settings of both sites; each site adds its own. */
export const nextBase = {
  headers: async () => [
    { source: "/:folder(api|_next|maplibre|themes)/:path*", headers: bareHeaders },
    // Their folder is named after their version.
    { source: "/maplibre/:path*", headers: [{ key: "cache-control", value: "public, max-age=31536000, immutable" }] },
  ],
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run verify` checks the types of both sites; a build that checks them again takes two thirds longer.
  typescript: { ignoreBuildErrors: true },
  // Workspace packages are TypeScript sources, which Next must compile.
  transpilePackages: [
    "answers",
    "api-client",
    "config",
    "contracts",
    "geo",
    "i18n",
    "map",
    "map-style",
    "point-view",
    "pointcloud",
    "session",
    "signatures",
    "theme",
    "ui",
  ].map((name) => `@archipel/${name}`),
  experimental: {
    optimizePackageImports: ["lucide-react"],
    // Nothing reads the maps of a build: pages have none, and the servers do not run with them.
    turbopackSourceMaps: process.env.NODE_ENV !== "production",
    // A check in a fresh clone never builds a second time, and its servers start once: a cache and small server code cost it 35 of 99
    // seconds of processor time.
    turbopackFileSystemCacheForBuild: !isCheck,
    turbopackMinify: { client: true, server: !isCheck },
  },
} satisfies NextConfig;
