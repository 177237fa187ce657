import { openedPage } from "@archipel/contracts/visits.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { writeUses } from "../../modules/access/uses/service.ts";
import { countVisit, writeVisits } from "../../modules/visits/service/count.ts";
import { type CoreAlone, coreAlone, type HttpRequest } from "../route.ts";

const WRITTEN_EVERY_MS = 10_000;

/** Writes what was counted, visits and uses of keys, every few seconds, and a last time when the server stops. */
export function openVisits(core: Core, scope: FastifyInstance): CoreAlone {
  const timer = setInterval(() => void Promise.all([writeVisits(core), writeUses(core)]), WRITTEN_EVERY_MS);
  timer.unref();
  scope.addHook("onClose", async () => {
    clearInterval(timer);
    await writeVisits(core);
    await writeUses(core);
  });
  return coreAlone(core);
}

/** A page was opened. The browser waits for no answer. */
export async function countOpenedPage({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  const opened = openedPage.safeParse(request.body);
  if (!opened.success) throw new DomainError("malformed", "visit-unreadable");
  const { "user-agent": userAgent = "", dnt, "sec-gpc": gpc } = request.headers;
  await countVisit(core, opened.data, {
    userAgent,
    network: networkOf(request.ip),
    host: request.hostname,
    isPrivate: dnt === "1" || gpc === "1",
  });
  return reply.status(204).header("cache-control", "no-store").send();
}
