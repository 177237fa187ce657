import { id } from "@archipel/contracts/ids.ts";
import { MAX_LIVE_LAYERS } from "@archipel/contracts/live.ts";
import { attendance } from "@archipel/contracts/presence.ts";
import { networkOf } from "@archipel/limits/network.ts";
import { eventListeners } from "@archipel/observability/metrics.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { sessionOf } from "../../gate/authenticate.ts";
import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { LiveLayers } from "../../modules/live/service.ts";
import { Attendances } from "../../modules/presence/service.ts";
import type { CoreAlone, HttpRequest } from "../route.ts";
import { attendanceChannel, closedChannel } from "./attendance.ts";
import { editsChannel } from "./edits.ts";
import { eventIdOf, readEventId } from "./event-id.ts";
import { NoticedPages } from "./notices.ts";
import { type Channel, openStream } from "./stream.ts";

/** Proxies close a connection that stays silent (Next's after 30 s). */
const HEARTBEAT_MS = 15_000;

/** Longer texts are no event ids. */
const MAX_EVENT_ID = 100;

const followed = z.object({
  layers: z
    .string()
    .transform((text) => [...new Set(text.split(","))])
    .pipe(z.array(id).min(1).max(MAX_LIVE_LAYERS))
    .optional(),
  after: z.string().max(MAX_EVENT_ID).optional(),
  portal: id.optional(),
  notices: z.literal("1").optional(),
});

/** The subjects that a page asks to follow. Undefined when the query is invalid or names none. */
function parseQuery(query: unknown) {
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

export interface EventParts extends CoreAlone {
  live: LiveLayers;
  attendances: Attendances;
  noticed: NoticedPages;
  streams: Set<Stream>;
  /** Open streams by network. Each process counts its own. */
  networks: Map<string, number>;
}

export function openEvents(core: Core, scope: FastifyInstance): EventParts {
  const live = new LiveLayers(core);
  const attendances = new Attendances(core);
  const noticed = new NoticedPages(core.news);
  const streams = new Set<Stream>();
  const timer = setInterval(() => {
    for (const stream of streams) stream.beat();
  }, HEARTBEAT_MS);
  scope.addHook("onReady", async () => {
    attendances.start();
    noticed.start();
    await live.start();
  });
  // The server waits for open connections before it closes, and these never end on their own.
  scope.addHook("preClose", async () => {
    clearInterval(timer);
    for (const stream of streams) stream.close();
    attendances.stop();
    noticed.stop();
    await live.stop();
  });
  return { core, live, attendances, noticed, streams, networks: new Map() };
}

/**
 * One stream for all that a page follows, because browsers open few connections to a host.
 *
 * - `layers=id,id…`: edits of layers (`edited`, `ready`, `reset`; see `packages/contracts/src/live.ts`). `Last-Event-ID`, or `after`
 *   where a page cannot send headers, replays what it missed. `look`: the layers' display changed, or, with `portal=…`, the portal's list.
 * - `community=…&contribution=…&tab=…&part=…`: the page has a contribution open (`present`, `standing`, `beat`, `closed`; see
 *   `packages/contracts/src/presence.ts`).
 * - `notices=1`: the person who is signed in has new notices (`notices`).
 */
export async function follow(
  { core, actor, live, attendances, noticed, streams, networks }: EventParts & { actor: Actor },
  request: HttpRequest,
  reply: FastifyReply,
) {
  const asked = parseQuery(request.query);
  if (!asked) return reply.status(400).send({ error: "invalid-request", params: {} });
  const network = networkOf(request.ip);
  const open = networks.get(network) ?? 0;
  if (open >= core.env.EVENTS_PER_ADDRESS) throw new DomainError("too-many", "too-many-streams", { seconds: 30 });
  // Count before the first await, or many requests at once would all pass.
  networks.set(network, open + 1);
  const leave = () => {
    const left = (networks.get(network) ?? 1) - 1;
    if (left > 0) networks.set(network, left);
    else networks.delete(network);
  };
  const channels: Channel[] = [];
  try {
    const { layers: asking, portal = null, notices, attending } = asked;
    const known = lastEventId(request) ?? asked.after;
    const after = known === undefined ? null : readEventId(core, known);
    const layers = asking ? Object.keys(await live.shown(actor, asking)) : [];
    if (layers.length > 0) channels.push(editsChannel({ core, live }, actor, { layers, portal, after }));
    if (notices && actor.userId !== null) channels.push(noticed.channel(actor.userId));
    if (attending) {
      const attended = await attendanceChannel(core, attendances, request, attending).catch((error) => {
        // The page still follows its other subjects.
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
        stream.write(`:\nid: ${eventIdOf(core, { sequence: live.deliveredUpTo, at: Date.now() })}\n\n`);
        if (actor.userId !== null) void isSamePerson(core, request, actor.userId).then((isSame) => isSame || stream.end());
      },
      close: stream.end,
    };
    streams.add(own);
    eventListeners.inc();
    const onClose = () => {
      if (!streams.delete(own)) return;
      eventListeners.dec();
      for (const channel of channels) channel.leave();
      leave();
    };
    reply.raw.once("close", onClose);
    // The client left before the stream began: its "close" event is past.
    if (request.raw.socket.destroyed) onClose();
  } catch (error) {
    for (const channel of channels) channel.leave();
    leave();
    throw error;
  }
}

/** Whether the token that opened the stream still belongs to the same person. If not, the stream ends, and the page connects again. */
async function isSamePerson(core: Core, request: FastifyRequest, userId: string): Promise<boolean> {
  try {
    return (await sessionOf(core, request)).userId === userId;
  } catch {
    // The database cannot be reached, so nothing new goes out meanwhile either.
    return true;
  }
}

function lastEventId(request: FastifyRequest): string | undefined {
  const text = request.headers["last-event-id"];
  return typeof text === "string" && text !== "" && text.length <= MAX_EVENT_ID ? text : undefined;
}
