import { Readable } from "node:stream";
import { locale } from "@archipel/contracts/text.ts";
import type { FastifyReply } from "fastify";
import { signedIn } from "../gate/prove-member.ts";
import type { Actor, MemberActor } from "../kernel/actor.ts";
import { exportReport, type ReportFormat } from "../modules/deliveries/checks/service/export.ts";
import { communityOfCheck } from "../modules/deliveries/checks/service/read.ts";
import { disposition } from "./content-disposition.ts";
import { type CoreAlone, type HttpRequest, idIn, type Named } from "./route.ts";

/** @throws DomainError when the caller cannot see the check: a stranger does not learn that it exists */
export async function namedCheck({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest): Promise<Named> {
  return { communityId: await communityOfCheck(core, signedIn(actor), idIn(request, "checkId")) };
}

/** All findings of a check, streamed; `?lang=en` for the language of their sentences. */
export const findingsAs =
  (format: ReportFormat) =>
  async ({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) => {
    const report = await exportReport(core, actor, idIn(request, "checkId"), format, locale.catch("fr").parse(request.query.lang));
    reply
      .header("cache-control", "private, no-store")
      .header("x-content-type-options", "nosniff")
      .header("content-disposition", disposition(report.fileName))
      .type(format === "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8");
    return reply.send(Readable.from(report.text));
  };
