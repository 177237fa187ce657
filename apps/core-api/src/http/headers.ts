import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";

/** Addresses whose answers any web page may read: open data, never with a person's cookies. */
const OPEN_DATA = /^\/(tiles|basemap|downloads|assets|events)\b/;

/** What every answer carries. Doors that serve pages (identity hub, mailbox) set a content policy of their own on top. */
export async function commonHeaders(app: FastifyInstance, core: Core): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginResourcePolicy: { policy: "cross-origin" },
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    hsts: core.env.ARCHIPEL_PUBLIC_URL.startsWith("https:"),
  });
  await app.register(cors, {
    delegator: (request, callback) => {
      const isOpen = OPEN_DATA.test(request.url ?? "");
      callback(null, isOpen ? { origin: "*", methods: ["GET", "HEAD"], exposedHeaders: ["ETag"] } : { origin: false });
    },
  });
}
