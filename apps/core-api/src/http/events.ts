import { id } from "@archipel/contracts/ids.ts";
import { type LayerEdited, MAX_LIVE_LAYERS } from "@archipel/contracts/live.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Core } from "../kernel/core.ts";
import { LiveLayers } from "../modules/live/service.ts";
import { actorOf } from "../trpc/context.ts";

/** Proxies on the way close what is silent for long (Next's after 30 s). */
const HEARTBEAT_MS = 15_000;
/** A client that leaves so much unread is dropped; it comes again and is told what it missed. */
const MAX_UNREAD_BYTES = 256 * 1024;

const query = z.object({
  layers: z
    .string()
    .transform((text) => [...new Set(text.split(","))])
    .pipe(z.array(id).min(1).max(MAX_LIVE_LAYERS)),
  after: z.coerce.number().int().min(0).optional(),
});

interface Stream {
  beat(): void;
  close(): void;
}

/**
 * `/events?layers=id,id…`: edits of layers as server-sent events (`edited`, `ready`, `reset`; see `packages/contracts/src/live.ts`).
 * `Last-Event-ID`, or `after` where a page cannot send headers, replays what was missed.
 */
export async function eventsDoor(app: FastifyInstance, core: Core): Promise<void> {
  const live = new LiveLayers(core);
  const streams = new Set<Stream>();
  const addresses = new Map<string, number>();
  const timer = setInterval(() => {
    for (const stream of streams) stream.beat();
  }, HEARTBEAT_MS);
  app.addHook("onReady", () => live.start());
  // Before the server waits for its connections to end: these never would.
  app.addHook("preClose", async () => {
    clearInterval(timer);
    for (const stream of streams) stream.close();
    await live.stop();
  });

  app.get("/events", async (request, reply) => {
    const asked = query.safeParse(request.query);
    if (!asked.success) return reply.status(400).send({ error: "invalid-request", params: {} });
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
    try {
      const actor = await actorOf(core, request);
      const layers = Object.keys(await live.readable(actor, asked.data.layers));
      if (layers.length === 0) {
        leave();
        return reply.status(404).send({ error: "layer-not-found", params: {} });
      }
      const stream = openStream(request, reply);
      const stop = live.listen(actor, layers, lastEventId(request) ?? asked.data.after ?? null, {
        edited: (eventId, edit) => stream.write(editFrame(eventId, edit)),
        reset: (eventId) => stream.write(frame("reset", eventId, {})),
        ready: (eventId, revisions) => stream.write(frame("ready", eventId, { revisions })),
        failed: stream.end,
      });
      const own: Stream = {
        beat() {
          stream.write(`:\nid: ${live.told}\n\n`);
          if (actor.userId !== null) void isStill(core, request, actor.userId).then((isSame) => isSame || stream.end());
        },
        close: stream.end,
      };
      streams.add(own);
      const left = () => {
        if (!streams.delete(own)) return;
        stop();
        leave();
      };
      reply.raw.once("close", left);
      // Gone before it began: its end was not heard.
      if (request.raw.socket.destroyed) left();
    } catch (error) {
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

function openStream(request: FastifyRequest, reply: FastifyReply) {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    // Neither kept nor compressed nor gathered on the way.
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    connection: "keep-alive",
  });
  request.raw.socket.setNoDelay(true);
  const write = (text: string) => {
    if (raw.destroyed || raw.writableEnded) return;
    if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy();
    else raw.write(text);
  };
  write("retry: 1000\n\n");
  return {
    write,
    end: () => void raw.end(),
  };
}

const frame = (event: string, eventId: number, data: object) => `id: ${eventId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

let lastEdit: { eventId: number; edit: LayerEdited; text: string } | undefined;

/** The same text goes to every listener: it is written once. */
function editFrame(eventId: number, edit: LayerEdited): string {
  if (lastEdit?.edit !== edit || lastEdit.eventId !== eventId) lastEdit = { eventId, edit, text: frame("edited", eventId, edit) };
  return lastEdit.text;
}
