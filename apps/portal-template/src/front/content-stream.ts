import { z } from "zod";
import type { ContentNews } from "../runtime/content-news.ts";
import { listeningClock } from "../runtime/listening-time.ts";

const RETRY_MS = 500;
/** core-api speaks each second. */
const MAX_SILENCE_MS = 5_000;
/** How often the silence is looked at. */
const LOOK_MS = 250;

const changed = z.object({ position: z.int().min(0), portals: z.array(z.string()).nullable() });

interface StreamParts {
  readonly coreUrl: string;
  readonly key: () => string;
  readonly log?: (text: string) => void;
  readonly maxSilenceMs?: number;
}

/** Follows `GET /events/content` of core-api for as long as the process lives, and reports to `news`. */
export function followContent(
  news: ContentNews,
  { coreUrl, key, log = () => {}, maxSilenceMs = MAX_SILENCE_MS }: StreamParts,
): { stop(): void } {
  const stopped = new AbortController();
  const now = listeningClock();
  let known: number | null = null;

  async function follow(): Promise<void> {
    const silence = new AbortController();
    let spokeAt = now();
    const spoke = () => {
      spokeAt = now();
    };
    const timer = setInterval(() => {
      if (now() - spokeAt > maxSilenceMs) silence.abort();
    }, LOOK_MS);
    try {
      const response = await fetch(`${coreUrl}/events/content${known === null ? "" : `?after=${known}`}`, {
        headers: { "x-archipel-site": key() },
        signal: AbortSignal.any([stopped.signal, silence.signal]),
      });
      if (!response.ok || !response.body) throw new Error(`core-api answers ${response.status} to /events/content`);
      let text = "";
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        spoke();
        const frames = (text + chunk).split("\n\n");
        text = frames.pop() ?? "";
        for (const frame of frames) take(frame);
      }
    } finally {
      clearInterval(timer);
      news.lost();
    }
  }

  function take(frame: string): void {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(frame)?.[1];
    if (field("event") === "beat") news.heard();
    if (field("event") !== "changed") return;
    const { position, portals } = changed.parse(JSON.parse(field("data") ?? "null"));
    known = Math.max(known ?? 0, position);
    news.changed(position, portals && new Set(portals));
  }

  let lastProblem = "";
  void (async () => {
    while (!stopped.signal.aborted) {
      await follow().catch((error: unknown) => {
        const problem = String(error);
        if (problem !== lastProblem && !stopped.signal.aborted) log(`public pages are not kept until core-api reports changes: ${problem}`);
        lastProblem = problem;
      });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  })();
  return { stop: () => stopped.abort() };
}
