import { timingSafeEqual } from "node:crypto";
import { contentKeyOf, siteKeyOf } from "@archipel/session/client-keys.ts";
import type { FastifyReply } from "fastify";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import type { HttpRequest } from "../route.ts";
import type { EventParts } from "./follow.ts";
import { frame, openStream } from "./stream.ts";

/** Portal processes of an installation: far fewer. */
const MOST_PROCESSES = 200;

/**
 * For portal processes, which keep public pages in memory: `changed {position, portals | null}` names the portals whose public content
 * changed (null: all), `beat` says each second that nothing else did. `after=<position>` reports what was missed since.
 */
export async function followContent({ core, live, streams }: EventParts, request: HttpRequest, reply: FastifyReply) {
  if (!isSite(core, request.headers["x-archipel-site"])) throw new DomainError("not-found", "no-such-address");
  if (live.content.size >= MOST_PROCESSES) throw new DomainError("too-many", "too-many-streams", { seconds: 30 });
  const asked = request.query.after;
  const after = typeof asked === "string" && /^\d{1,15}$/.test(asked) ? Number(asked) : null;
  const stream = openStream(request, reply);
  const stop = live.content.listen(after, live.deliveredUpTo, {
    changed: (position, portals) => stream.write(frame("changed", null, { position, portals: portals === "all" ? null : portals })),
    beat: () => stream.write(frame("beat", null, {})),
  });
  const own = { beat: () => {}, close: stream.end };
  streams.add(own);
  const onClose = () => {
    streams.delete(own);
    stop();
  };
  reply.raw.once("close", onClose);
  if (reply.raw.destroyed) onClose();
}

/** Whether the header is the key that only sites of this platform can derive. */
function isSite(core: Core, header: unknown): boolean {
  const expected = Buffer.from(contentKeyOf(siteKeyOf(core.env.ARCHIPEL_SECRET)));
  const given = Buffer.from(typeof header === "string" ? header : "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
