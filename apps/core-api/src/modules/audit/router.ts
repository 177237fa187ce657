import { listAuditInput, listJournalInput } from "@archipel/contracts/audit.ts";
import { communityProcedure, operatorProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import * as audit from "./service.ts";

export const auditRouter = router({
  list: communityProcedure("audit.read")
    .input(listAuditInput)
    .query(({ ctx, input }) => audit.listAudit(ctx.core, ctx.actor, input)),
  /** The people that a filter of the log offers. */
  actors: communityProcedure("audit.read").query(({ ctx }) => audit.listActors(ctx.core, ctx.actor)),
  /** What happened to the caller's account: failed sign-ins too. */
  own: userProcedure("audit.read-own")
    .input(listJournalInput)
    .query(({ ctx, input }) => audit.ownJournal(ctx.core, ctx.actor, input)),
  /** What belongs to no community, for operators. */
  platform: operatorProcedure("audit.administer")
    .input(listJournalInput)
    .query(({ ctx, input }) => audit.platformJournal(ctx.core, input)),
});
