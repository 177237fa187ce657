import type { NextConfig } from "next";

/** Next settings of both sites; each site adds its own. */
export const nextBase = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run verify` checks the types of both sites; a build that checks them again takes two thirds longer.
  typescript: { ignoreBuildErrors: true },
  // Workspace packages are TypeScript sources, which Next must compile.
  transpilePackages: ["api-client", "config", "contracts", "geo", "i18n", "map", "map-style", "session", "theme", "ui"].map(
    (name) => `@archipel/${name}`,
  ),
  experimental: { optimizePackageImports: ["lucide-react"] },
} satisfies NextConfig;
