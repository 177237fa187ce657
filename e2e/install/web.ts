import { Agent, request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import type { Site } from "@archipel/core-api/testing/browser.ts";

/** Sends requests to nginx on this machine whatever the host is, as if the name servers knew it, and checks its certificate by `ca`. */
export function webOf(ca: string): Site {
  const agent = new Agent({
    ca,
    keepAlive: true,
    lookup: (_host, options, done) => (options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4)),
  });
  return (request) =>
    new Promise((resolve, reject) => {
      const url = new URL(request.url);
      const headers = { ...Object.fromEntries(request.headers), host: url.host, "accept-encoding": "identity" };
      const outgoing = httpsRequest(url, { method: request.method, headers, agent }, (answer) => {
        const given = new Headers();
        for (const [name, values = []] of Object.entries(answer.headersDistinct)) for (const value of values) given.append(name, value);
        const status = answer.statusCode ?? 0;
        const hasBody = status !== 204 && status !== 304 && request.method !== "HEAD";
        if (!hasBody) answer.resume();
        const body = hasBody ? Readable.toWeb(answer) : null;
        resolve(new Response(body as ReadableStream<Uint8Array> | null, { status, headers: given }));
      });
      outgoing.once("error", reject);
      request
        .arrayBuffer()
        .then((body) => outgoing.end(Buffer.from(body)))
        .catch(reject);
    });
}
