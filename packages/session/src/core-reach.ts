/** How long an answer counts: a page shows at most this long after core-api or its database went away, or came back. */
const FRESH_MS = 1000;
/**
 * How long core-api may take to answer. An outage shows at once, as a refused connection, or within seconds for a database that is paused. A long
 * statement of the embedded database delays every answer by seconds: that is no outage.
 */
const PATIENCE_MS = 15_000;
/** Seconds after which clients may try again. */
export const RETRY_AFTER_SECONDS = 5;

/** Whether core-api answers, and reaches its database: no page has anything to show without both. Simultaneous requests share one question; a known answer counts for a second. */
export function coreReach(
  coreUrl: string,
  ask: (url: string) => Promise<boolean> = isAnswering,
  now: () => number = Date.now,
): () => Promise<boolean> {
  let known: { answer: Promise<boolean>; until: number } | null = null;
  return () => {
    if (known === null || now() >= known.until) {
      const asked = { answer: ask(`${coreUrl}/ready`).catch(() => false), until: Number.POSITIVE_INFINITY };
      known = asked;
      void asked.answer.then(() => {
        asked.until = now() + FRESH_MS;
      });
    }
    return known.answer;
  };
}

async function isAnswering(url: string): Promise<boolean> {
  const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  return response.status < 500;
}

/** The answer of a site's addresses for programs while core-api is away. */
export function coreAway(): Response {
  return Response.json(
    { error: "network", params: {} },
    { status: 503, headers: { "cache-control": "no-store", "retry-after": String(RETRY_AFTER_SECONDS) } },
  );
}
