import { addressTableInput, finishAddressesInput, placeAddressesInput, settleAddressInput } from "@archipel/contracts/addresses.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import { placeAddresses, readPlacement, suggestParts } from "./service/place.ts";
import { finishAddresses, listDoubtful, settleAddress } from "./service/settle.ts";

/** Tables of addresses that become layers of points. */
export const addressesRouter = router({
  get: communityProcedure("uploads.read")
    .input(addressTableInput)
    .query(({ ctx, input }) => readPlacement(ctx.core, ctx.actor, input)),
  suggest: communityProcedure("uploads.read")
    .input(addressTableInput)
    .query(({ ctx, input }) => suggestParts(ctx.core, ctx.actor, input)),
  doubtful: communityProcedure("uploads.read")
    .input(addressTableInput)
    .query(({ ctx, input }) => listDoubtful(ctx.core, ctx.actor, input)),
  place: communityProcedure("uploads.edit")
    .input(placeAddressesInput)
    .mutation(({ ctx, input }) => placeAddresses(ctx.core, ctx.actor, input)),
  settle: communityProcedure("uploads.edit")
    .input(settleAddressInput)
    .mutation(({ ctx, input }) => settleAddress(ctx.core, ctx.actor, input)),
  finish: communityProcedure("uploads.edit")
    .input(finishAddressesInput)
    .mutation(({ ctx, input }) => finishAddresses(ctx.core, ctx.actor, input)),
});
