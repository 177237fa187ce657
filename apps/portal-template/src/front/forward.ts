import type { IncomingMessage, ServerResponse } from "node:http";
import { hostName } from "../tenancy/host-gate.ts";
import { lookUpWith } from "../tenancy/look-up-with.ts";
import { passIn } from "../tenancy/passes.ts";
import type { Lookup } from "../tenancy/portal-directory.ts";
import { type CoreStream, sendProblem } from "./core-stream.ts";
import { forwardedHeaders, isForwarded, mayUseSession } from "./forwarded-request.ts";

interface ForwardParts {
  readonly lookUp: (host: string) => Promise<Lookup>;
  /** The token of the person signed in on a host, from the headers `host` and `cookie`; null for a visitor. */
  readonly accessToken: (headers: Headers) => Promise<string | null>;
  readonly stream: CoreStream;
}

/**
 * Answers what core-api serves under a portal's name: tiles, features, downloads, events. Not a security boundary: core-api checks everything.
 *
 * @returns a function that resolves to false for requests that are the site's own, also those of hosts without a live portal
 */
export function createForward({ lookUp, accessToken, stream }: ForwardParts) {
  return async function forward(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (!isForwarded(request)) return false;
    const written = request.headers.host ?? "";
    const host = hostName(written);
    if (host === null) return false;
    const { lookup, pass } = await lookUpWith(lookUp, host, passIn(request.headers.cookie));
    if (lookup.state !== "found") return false;
    let token: string | null = pass;
    if (pass === null && mayUseSession(request)) {
      const { cookie = "" } = request.headers;
      try {
        token = await accessToken(new Headers({ host: written, cookie }));
      } catch {
        // Without core-api nobody knows which sessions the host has.
        sendProblem(response, 503);
        return true;
      }
    }
    if (!response.destroyed) stream(request, response, forwardedHeaders(request, written, token));
    return true;
  };
}
