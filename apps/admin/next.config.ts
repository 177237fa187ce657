import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/i18n/request.ts");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Workspace packages are TypeScript sources.
  transpilePackages: [
    "@archipel/api-client",
    "@archipel/contracts",
    "@archipel/geo",
    "@archipel/i18n",
    "@archipel/map",
    "@archipel/map-style",
    "@archipel/session",
    "@archipel/theme",
    "@archipel/ui",
  ],
  experimental: { optimizePackageImports: ["lucide-react"] },
};

export default withNextIntl(config);
