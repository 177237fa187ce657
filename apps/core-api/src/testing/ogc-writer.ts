import type { FastifyInstance } from "fastify";
import { bearer } from "./bearer.ts";

type Method = "POST" | "PUT" | "PATCH" | "DELETE" | "GET" | "OPTIONS";

/**
 * Sends requests about the features of a layer to `/ogc`, with the media type of each method and errors in English.
 *
 * @returns a function whose `to` is the number of a feature, a path, or "" for all features; `who`: a user id or the secret of a key
 */
export const ogcWriter =
  (app: FastifyInstance, layerId: string) =>
  (who: string, method: Method, to: number | string, payload?: object, more = {}) => {
    const path = `/ogc/collections/${layerId}/items`;
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/geo+json";
    return app.inject({
      method,
      url: String(to).startsWith("/") ? String(to) : `${path}${to === "" ? "" : `/${to}`}`,
      headers: { ...bearer(who), ...(payload && { "content-type": type }), "accept-language": "en", ...more },
      ...(payload && { payload: JSON.stringify(payload) }),
    });
  };
