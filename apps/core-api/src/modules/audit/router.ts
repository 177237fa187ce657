import { listAuditInput } from "@archipel/contracts/audit.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import * as audit from "./service.ts";

export const auditRouter = router({
  list: communityProcedure("audit.read")
    .input(listAuditInput)
    .query(({ ctx, input }) => audit.listAudit(ctx.core, ctx.actor, input)),
});
