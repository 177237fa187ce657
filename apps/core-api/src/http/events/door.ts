import { id } from "@archipel/contracts/ids.ts";
import { MAX_LIVE_LAYERS } from "@archipel/contracts/live.ts";
import { attendance } from "@archipel/contracts/presence.ts";
import { eventListeners } from "@archipel/observability/metrics.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { LiveLayers } from "../../modules/live/service.ts";
import { Attendances } from "../../modules/presence/service.ts";
import { actorOf } from "../../trpc/context.ts";
import { attendanceChannel, closedChannel } from "./attendance.ts";
import { editsChannel } from "./edits.ts";
import { NoticedPages } from "./notices.ts";
import { type Channel, openStream } from "./stream.ts";

/** Proxies on the way close what is silent for long (Next's after 30 s). */
const HEARTBEAT_MS = 15_000;

const followed = z.object({
  layers: z
    .string()
    .transform((text) => [...new Set(text.split(","))])
    .pipe(z.array(id).min(1).max(MAX_LIVE_LAYERS))
    .optional(),
  after: z.coerce.number().int().min(0).optional(),
  portal: id.optional(),
  notices: z.literal("1").optional(),
});

/** What a page asks to follow, all of it optional; undefined when that cannot be understood. */
function askedBy(query: unknown) {
  const layers = followed.safeParse(query).data;
  const isAttending = typeof query === "object" && query !== null && "contribution" in query;
  const attending = isAttending ? attendance.safeParse(query).data : undefined;
  if (!layers || (isAttending && !attending) || !(layers.layers || layers.notices || attending)) return undefined;
  return { ...layers, attending };
}

interface Stream {
  beat(): void;
  close(): void;
}

/**
 * `/events`: server-sent events, one stream for all that a page follows, for browsers open few connections to a host.
 *
 * - `layers=id,id…`: edits of layers (`edited`, `ready`, `reset`; see `packages/contracts/src/live.ts`). `Last-Event-ID`, or `after`
 *   where a page cannot send headers, replays what was missed. `look`: how they are shown changed, or, with `portal=…`, what it lists.
 * - `community=…&contribution=…&tab=…&part=…`: the page has a contribution open (`present`, `standing`, `beat`, `closed`; see
 *   `packages/contracts/src/presence.ts`).
 * - `notices=1`: the person who is signed in has new notices (`notices`).
 */
export async function eventsDoor(app: FastifyInstance, core: Core): Promise<void> {
  const live = new LiveLayers(core);
  const attendances = new Attendances(core);
  const noticed = new NoticedPages(core.news);
  const streams = new Set<Stream>();
  const addresses = new Map<string, number>();
  const timer = setInterval(() => {
    for (const stream of streams) stream.beat();
  }, HEARTBEAT_MS);
  app.addHook("onReady", async () => {
    attendances.start();
    noticed.start();
    await live.start();
  });
  // Before the server waits for its connections to end: these never would.
  app.addHook("preClose", async () => {
    clearInterval(timer);
    for (const stream of streams) stream.close();
    attendances.stop();
    noticed.stop();
    await live.stop();
  });

  app.get("/events", async (request, reply) => {
    const asked = askedBy(request.query);
    if (!asked) return reply.status(400).send({ error: "invalid-request", params: {} });
    const { ip } = request;
    const open = addresses.get(ip) ?? 0;
    if (open >= core.env.EVENTS_PER_ADDRESS) {
      return reply.status(429).header("retry-after", "30").send({ error: "too-many-requests", params: {} });
    }
    // Counted before the first wait, or many at once would all pass.
    addresses.set(ip, open + 1);
    const leave = () => {
      const left = (addresses.get(ip) ?? 1) - 1;
      if (left > 0) addresses.set(ip, left);
      else addresses.delete(ip);
    };
    const channels: Channel[] = [];
    try {
      const actor = await actorOf(core, request);
      const { layers: asking, after = null, portal = null, notices, attending } = asked;
      const layers = asking ? Object.keys(await live.readable(actor, asking)) : [];
      if (layers.length > 0) channels.push(editsChannel(live, actor, { layers, portal, after: lastEventId(request) ?? after }));
      if (notices && actor.userId !== null) channels.push(noticed.channel(actor.userId));
      if (attending) {
        const attended = await attendanceChannel(core, attendances, request, attending).catch((error) => {
          // The map goes on without it.
          if (error instanceof DomainError && channels.length > 0) return closedChannel;
          throw error;
        });
        channels.push(attended);
      }
      if (channels.length === 0) {
        leave();
        return reply.status(404).send({ error: asking ? "layer-not-found" : "sign-in-first", params: {} });
      }
      const stream = openStream(request, reply);
      for (const channel of channels) channel.begin(stream);
      const own: Stream = {
        beat() {
          stream.write(`:\nid: ${live.told}\n\n`);
          if (actor.userId !== null) void isStill(core, request, actor.userId).then((isSame) => isSame || stream.end());
        },
        close: stream.end,
      };
      streams.add(own);
      eventListeners.inc();
      const left = () => {
        if (!streams.delete(own)) return;
        eventListeners.dec();
        for (const channel of channels) channel.leave();
        leave();
      };
      reply.raw.once("close", left);
      // Gone before it began: its end was not heard.
      if (request.raw.socket.destroyed) left();
    } catch (error) {
      for (const channel of channels) channel.leave();
      leave();
      throw error;
    }
  });
}

/** Whether the token that opened the stream still stands for the same person; if not, the page comes again with what it has now. */
async function isStill(core: Core, request: FastifyRequest, userId: string): Promise<boolean> {
  try {
    return (await actorOf(core, request)).userId === userId;
  } catch {
    // The database is away: nothing can be told meanwhile either.
    return true;
  }
}

function lastEventId(request: FastifyRequest): number | null {
  const text = String(request.headers["last-event-id"] ?? "");
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
