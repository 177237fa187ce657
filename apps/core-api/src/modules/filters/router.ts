import { listFiltersInput, removeFilterInput, saveFilterInput } from "@archipel/contracts/filters.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { listFilters, removeFilter, saveFilter } from "./service.ts";

export const filtersRouter = router({
  list: communityProcedure("filters.keep")
    .input(listFiltersInput)
    .query(({ ctx, input }) => listFilters(ctx.core, ctx.actor, input.kind)),
  save: communityProcedure("filters.keep")
    .input(saveFilterInput)
    .mutation(({ ctx, input }) => saveFilter(ctx.core, ctx.actor, input)),
  remove: communityProcedure("filters.keep")
    .input(removeFilterInput)
    .mutation(({ ctx, input }) => removeFilter(ctx.core, ctx.actor, input.filterId)),
});
