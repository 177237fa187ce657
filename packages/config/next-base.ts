import type { NextConfig } from "next";

/** What both sites tell Next; each adds its own to it. */
export const nextBase = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Workspace packages are TypeScript sources.
  transpilePackages: ["api-client", "config", "contracts", "geo", "i18n", "map", "map-style", "session", "theme", "ui"].map(
    (name) => `@archipel/${name}`,
  ),
  experimental: { optimizePackageImports: ["lucide-react"] },
} satisfies NextConfig;
