import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * Names the session of a request, so that its requests can be counted. Nobody can make up a session: its cookie is encrypted by the site.
 *
 * @param accessToken the token in the headers `host` and `cookie`; null for a visitor
 * @returns null for a visitor
 */
export function sessionNames(accessToken: (headers: Headers) => Promise<string | null>) {
  return async ({ headers: { host = "", cookie = "" } }: IncomingMessage): Promise<string | null> => {
    const token = await accessToken(new Headers({ host, cookie }));
    return token && `session ${createHash("sha256").update(token).digest("base64url")}`;
  };
}
