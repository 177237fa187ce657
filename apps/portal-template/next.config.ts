import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/i18n/request.ts");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // One build serves every host: no address may be frozen into it, so forwarding to core-api is decided in src/proxy.ts.
  // The proxy must see the address that the server was started with, or its rewrites would leave the server.
  skipProxyUrlNormalize: true,
  allowedDevOrigins: ["*.localhost"],
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
