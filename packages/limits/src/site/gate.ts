import type { IncomingMessage, ServerResponse } from "node:http";
import { DrawingTurns, Refusal, type SiteWork } from "../drawing-turns.ts";
import { networkOfRequest } from "./caller.ts";
import { refuse } from "./refuse.ts";

interface GateParts {
  /** A name of the person who is signed in, proved by the cookie; null for everyone else. */
  readonly sessionOf: (request: IncomingMessage) => Promise<string | null>;
  readonly turns?: DrawingTurns;
}

/** A drawn page gives its turn back after this time, even if its reader has not taken all of it. */
const LONGEST_TURN_MS = 15_000;
const FILES = /^\/(?:_next\/(?:static|image)|maplibre|themes|basemap)\/|^\/(?:report-offline\.js|embed\.js|basemap\.json)(?:\?|$)/;

/** The gate in front of Next: refuses callers who ask too much, and lets pages be drawn in turns. Files and calls wait for no turn. */
export function createSiteGate({ sessionOf, turns = new DrawingTurns() }: GateParts) {
  /** Whose budget a request uses: that of the person, so that colleagues behind one address have their own, else the network's. */
  async function callerOf(request: IncomingMessage, work: SiteWork): Promise<string | null> {
    const network = networkOfRequest(request);
    if (network === null || !isDrawn(work) || !request.headers.cookie?.includes("archipel.session")) return network;
    return (await sessionOf(request).catch(() => null)) ?? network;
  }

  /** Runs a drawing for a request: counts it, waits for its turn. @throws Refusal, or the reason of `left` */
  async function draw<T>(request: IncomingMessage, community: string, drawing: () => Promise<T>, left?: AbortSignal): Promise<T> {
    const work = workOf(request);
    const caller = await callerOf(request, work);
    turns.admit(caller, work);
    return turns.draw(community, caller, drawing, left);
  }

  /** Answers a request by Next, or with a refusal. @param community the portal; "" for what belongs to none */
  async function pass(request: IncomingMessage, response: ServerResponse, community: string, next: () => unknown): Promise<void> {
    const work = workOf(request);
    const left = leftOf(response);
    try {
      if (isDrawn(work)) await draw(request, community, () => answered(response, left, next), left);
      else {
        turns.admit(networkOfRequest(request), work);
        await next();
      }
    } catch (error) {
      if (left.aborted) return;
      if (!(error instanceof Refusal) || response.headersSent) throw error;
      await refuse(error, request, response, left);
    }
  }

  /** Whether a page for this network would be refused now. */
  function isOver(request: IncomingMessage): boolean {
    const network = networkOfRequest(request);
    return network !== null && turns.isOver(network);
  }

  return {
    draw,
    pass,
    isOver,
    refuse: (refusal: Refusal, request: IncomingMessage, response: ServerResponse) => refuse(refusal, request, response, leftOf(response)),
  };
}

export type SiteGate = ReturnType<typeof createSiteGate>;

function workOf({ url = "", headers }: IncomingMessage): SiteWork {
  if (FILES.test(url)) return "file";
  if (url.startsWith("/api/")) return "call";
  // Next draws no more of it than what shows that the page is coming.
  return headers["next-router-prefetch"] === undefined ? "page" : "ahead";
}

const isDrawn = (work: SiteWork): boolean => work === "page" || work === "ahead";

function leftOf(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  const leave = () => leaving.abort(new Error("the visitor left"));
  // Next adds ten listeners of its own, after which Node warns of a leak.
  response.setMaxListeners(20);
  if (response.destroyed) leave();
  else response.once("close", leave);
  return leaving.signal;
}

/** Resolves when the answer is written, its visitor left, or the turn has taken long enough. */
function answered(response: ServerResponse, left: AbortSignal, next: () => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, LONGEST_TURN_MS);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    response.once("finish", end);
    left.addEventListener("abort", end, { once: true });
    Promise.resolve(next()).catch((error: unknown) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
