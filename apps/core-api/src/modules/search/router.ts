import { suggestInput } from "@archipel/contracts/search.ts";
import { publicProcedure, router } from "../../trpc/procedures.ts";
import * as search from "./service.ts";

export const searchRouter = router({
  suggest: publicProcedure("search.suggest", "suggest")
    .input(suggestInput)
    .query(({ ctx, input }) => search.suggest(ctx.core, ctx.actor, input)),
});
