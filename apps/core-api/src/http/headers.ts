import cors from "@fastify/cors";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";

/** Addresses whose responses any web page may read: open data, never with a person's cookies. */
const OPEN_DATA = /^\/(tiles|basemap|sprites|downloads|assets|events|stac)\b/;

/** Data that programs on any web page may also write, with a token of their own. Cookies of our sites are never sent here. */
const OPEN_API = /^\/ogc\b/;
const OPEN_API_CORS = {
  origin: "*",
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  allowedHeaders: ["Authorization", "Content-Type", "Content-Crs", "If-Match", "If-None-Match"],
  exposedHeaders: ["ETag", "Location", "Content-Crs", "Allow", "X-Request-Id"],
};

/** What answers never are: a page with scripts, in a frame of another site, or another type than they say. */
const PROTECTION = {
  "content-security-policy": "default-src 'none';frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "cross-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "SAMEORIGIN",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
};
const HTTPS_ONLY = { "strict-transport-security": "max-age=31536000; includeSubDomains" };

const OPEN_DATA_CORS = {
  origin: "*",
  methods: ["GET", "HEAD"],
  exposedHeaders: ["ETag", "Accept-Ranges", "Content-Range", "X-Request-Id"],
};

const protectionOf = ({ env }: Pick<Core, "env">) =>
  Object.entries(env.ARCHIPEL_PUBLIC_URL.startsWith("https:") ? { ...PROTECTION, ...HTTPS_ONLY } : PROTECTION);

/** The common headers of open data as `writeHead` takes them: names and values in turn. */
export const openDataHeaders = (core: Pick<Core, "env">): string[] => commonOf(core, OPEN_DATA_CORS);
/** The same for the open API. */
export const openApiHeaders = (core: Pick<Core, "env">): string[] => commonOf(core, OPEN_API_CORS);

const commonOf = (core: Pick<Core, "env">, { origin, exposedHeaders }: { origin: string; exposedHeaders: readonly string[] }) => [
  ...protectionOf(core).flat(),
  ...["access-control-allow-origin", origin, "access-control-expose-headers", exposedHeaders.join(", ")],
];

/** Common headers of every response. Routes with pages (identity hub, mailbox) set their own content security policy as well. */
export async function commonHeaders(app: FastifyInstance, core: Core): Promise<void> {
  const protection = protectionOf(core);
  // On the raw response, so that handlers that bypass Fastify's reply send them too.
  app.addHook("onRequest", (_request, { raw }, done) => {
    for (const [name, value] of protection) raw.setHeader(name, value);
    done();
  });
  await app.register(cors, {
    delegator: (request, callback) => {
      if (OPEN_API.test(request.url ?? "")) {
        // Without the headers of a preflight, OPTIONS is a request to the API itself.
        const isPreflight = request.headers.origin !== undefined && request.headers["access-control-request-method"] !== undefined;
        return callback(null, { ...OPEN_API_CORS, preflight: isPreflight });
      }
      const isOpen = OPEN_DATA.test(request.url ?? "");
      callback(null, isOpen ? OPEN_DATA_CORS : { origin: false });
    },
  });
}
