import { addDomainInput, changeSlugInput, domainInput, makePrimaryInput, portalAddressesInput } from "@archipel/contracts/domains.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import * as domains from "./service/manage.ts";

export const domainsRouter = router({
  /** Every address of a portal. */
  list: communityProcedure("domains.manage")
    .input(portalAddressesInput)
    .query(({ ctx, input }) => domains.portalAddresses(ctx.core, ctx.actor, input.portalId)),
  add: communityProcedure("domains.manage")
    .input(addDomainInput)
    .mutation(({ ctx, input }) => domains.addDomain(ctx.core, ctx.actor, input.portalId, input.name)),
  check: communityProcedure("domains.manage")
    .input(domainInput)
    .mutation(({ ctx, input }) => domains.checkNow(ctx.core, ctx.actor, input.domainId)),
  remove: communityProcedure("domains.manage")
    .input(domainInput)
    .mutation(({ ctx, input }) => domains.removeDomain(ctx.core, ctx.actor, input.domainId)),
  makePrimary: communityProcedure("domains.manage")
    .input(makePrimaryInput)
    .mutation(({ ctx, input }) => domains.makePrimary(ctx.core, ctx.actor, input.portalId, input.host)),
  changeSlug: communityProcedure("domains.manage")
    .input(changeSlugInput)
    .mutation(({ ctx, input }) => domains.changeSlug(ctx.core, ctx.actor, input.portalId, input.slug)),
});
