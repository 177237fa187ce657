import { removeRedirectInput, saveNavigationInput, saveRedirectInput, siteNavigationInput } from "@archipel/contracts/site-navigation.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import { getNavigation, saveNavigation } from "./service/menus.ts";
import { listRedirects, removeRedirect, saveRedirect } from "./service/redirects.ts";

export const siteNavigationRouter = router({
  get: communityProcedure("site.write")
    .input(siteNavigationInput)
    .query(({ ctx, input }) => getNavigation(ctx.core, ctx.actor, input.portalId)),
  save: communityProcedure("site.write")
    .input(saveNavigationInput)
    .mutation(({ ctx, input }) => saveNavigation(ctx.core, ctx.actor, input)),
  redirects: communityProcedure("site.write")
    .input(siteNavigationInput)
    .query(({ ctx, input }) => listRedirects(ctx.core, ctx.actor, input.portalId)),
  /** Adds a redirect, or changes where its path leads. */
  saveRedirect: communityProcedure("site.write")
    .input(saveRedirectInput)
    .mutation(({ ctx, input }) => saveRedirect(ctx.core, ctx.actor, input)),
  removeRedirect: communityProcedure("site.write")
    .input(removeRedirectInput)
    .mutation(({ ctx, input }) => removeRedirect(ctx.core, ctx.actor, input)),
});
