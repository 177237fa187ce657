import { Readable } from "node:stream";
import { id } from "@archipel/contracts/ids.ts";
import { locale } from "@archipel/contracts/text.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { permissions } from "../kernel/permissions.ts";
import { exportReport, reportFormats } from "../modules/deliveries/checks/service/export.ts";
import { communityOfCheck } from "../modules/deliveries/checks/service/read.ts";
import { actorOf } from "../trpc/context.ts";
import { proveMember, signedIn } from "../trpc/procedures.ts";
import { disposition } from "./content-disposition.ts";

/** `/checks/{checkId}/report.csv` and `.jsonl`: the whole report of a check, streamed; `?lang=en` for its sentences. */
export async function checkReportDoor(app: FastifyInstance, core: Core): Promise<void> {
  for (const format of reportFormats) {
    app.get<{ Params: { checkId: string }; Querystring: { lang?: string } }>(
      `/checks/:checkId/report.${format}`,
      async (request, reply) => {
        const { checkId } = request.params;
        if (!id.safeParse(checkId).success) throw new DomainError("not-found", "check-not-found");
        const caller = signedIn(await actorOf(core, request));
        const actor = await proveMember(core, caller, await communityOfCheck(core, caller, checkId), permissions["checks.read"]);
        const report = await exportReport(core, actor, checkId, format, locale.catch("fr").parse(request.query.lang));
        reply
          .header("cache-control", "private, no-store")
          .header("x-content-type-options", "nosniff")
          .header("content-disposition", disposition(report.fileName))
          .type(format === "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8");
        return reply.send(Readable.from(report.text));
      },
    );
  }
}
