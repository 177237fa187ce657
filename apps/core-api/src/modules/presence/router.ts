import { attendInput } from "@archipel/contracts/presence.ts";
import { editorProcedure, router } from "../../trpc/procedures.ts";
import { attend } from "./service.ts";

export const presenceRouter = router({
  attend: editorProcedure("contributions.read")
    .input(attendInput)
    .mutation(({ ctx, input }) => attend(ctx.core, ctx.actor, input)),
});
