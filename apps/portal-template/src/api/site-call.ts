import http from "node:http";
import https from "node:https";
import { readDated } from "@archipel/contracts/dated-json.ts";
import type { AskedPage, PortalSite } from "@archipel/contracts/portals.ts";
import { env } from "../env.ts";
import { noteFailures } from "./note-failures.ts";
import { afterNews } from "./public-core.ts";

/** A long statement of the embedded database delays every answer by seconds. */
const PATIENCE_MS = 60_000;
const base = new URL(env.CORE_API_URL);
const protocol = base.protocol === "https:" ? https : http;
const agent = new protocol.Agent({ keepAlive: true });

/** A portal's site as core-api sent it, and how long its text was. */
export interface ReceivedSite {
  readonly site: PortalSite;
  readonly characters: number;
}

/**
 * Asks core-api for what a portal's site is made of. Null for a host without a live portal, unless the pass opens it. Every first page of a portal waits for this, so
 * it goes over Node's own client: `fetch` and tRPC take several times the processor's time.
 */
export async function callSite(host: string, page?: AskedPage, pass: string | null = null): Promise<ReceivedSite | null> {
  const fail = noteFailures();
  const query = new URLSearchParams({ host, ...(page && { locale: page.locale }), ...(page?.slug != null && { slug: page.slug }) });
  try {
    const text = await answerTo(`${base.pathname.replace(/\/$/, "")}/portals/site?${query}`, pass);
    const site = readDated<PortalSite | null>(text);
    return site && { site, characters: text.length };
  } catch (error) {
    fail?.(error);
    throw error;
  }
}

/** core-api answered something else than 200. In the form in which `apiError` reads errors. */
class SiteCallError extends Error {
  readonly data: { readonly httpStatus: number };
  constructor(httpStatus: number) {
    super(`core-api answers ${httpStatus} to /portals/site`);
    this.data = { httpStatus };
  }
}

function answerTo(path: string, pass: string | null, isRepeated = false): Promise<string> {
  const headers = { ...afterNews(), ...(pass !== null && { authorization: `Bearer ${pass}` }) };
  return new Promise((resolve, reject) => {
    const request = protocol.get({ agent, hostname: base.hostname, port: base.port, path, headers, timeout: PATIENCE_MS }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.once("error", reject);
      response.once("end", () => {
        if (response.statusCode === 200) resolve(Buffer.concat(pieces).toString("utf8"));
        else reject(new SiteCallError(response.statusCode ?? 0));
      });
    });
    request.once("timeout", () => request.destroy(new Error("core-api did not answer")));
    request.once("error", (error) => {
      // core-api closed an idle connection while the request was on its way.
      if (request.reusedSocket && !isRepeated && isClosed(error)) resolve(answerTo(path, pass, true));
      else reject(error);
    });
  });
}

const isClosed = (error: Error) => "code" in error && error.code === "ECONNRESET";
