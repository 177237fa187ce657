import { nextBase } from "@archipel/config/next-base.ts";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  ...nextBase,
  // One build serves every host: no address may be frozen into it, so forwarding to core-api is decided in src/proxy.ts.
  // The proxy must see the address that the server was started with, or its rewrites would leave the server.
  skipProxyUrlNormalize: true,
  allowedDevOrigins: ["*.localhost"],
};

export default createNextIntlPlugin("./src/i18n/request.ts")(config);
