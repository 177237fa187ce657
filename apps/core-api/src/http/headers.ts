import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
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

/** Common headers of every response. Routes with pages (identity hub, mailbox) set their own content security policy as well. */
export async function commonHeaders(app: FastifyInstance, core: Core): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginResourcePolicy: { policy: "cross-origin" },
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    hsts: core.env.ARCHIPEL_PUBLIC_URL.startsWith("https:"),
  });
  await app.register(cors, {
    delegator: (request, callback) => {
      if (OPEN_API.test(request.url ?? "")) {
        // Without the headers of a preflight, OPTIONS is a request to the API itself.
        const isPreflight = request.headers.origin !== undefined && request.headers["access-control-request-method"] !== undefined;
        return callback(null, { ...OPEN_API_CORS, preflight: isPreflight });
      }
      const isOpen = OPEN_DATA.test(request.url ?? "");
      callback(
        null,
        isOpen
          ? { origin: "*", methods: ["GET", "HEAD"], exposedHeaders: ["ETag", "Accept-Ranges", "Content-Range", "X-Request-Id"] }
          : { origin: false },
      );
    },
  });
}
