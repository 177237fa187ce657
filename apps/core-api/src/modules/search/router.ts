import { suggestInput } from "@archipel/contracts/search.ts";
import { findAreasInput } from "@archipel/contracts/search-areas.ts";
import { layerGazetteerInput, previewGazetteerInput, saveGazetteerInput } from "@archipel/contracts/search-gazetteer.ts";
import { communityProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import { previewGazetteer } from "./declaring/preview.ts";
import { gazetteerOfLayer } from "./declaring/read.ts";
import { declareGazetteer } from "./declaring/save.ts";
import { findAreas } from "./finding/areas.ts";
import * as search from "./service.ts";

export const searchRouter = router({
  suggest: publicProcedure("search.suggest", "suggest")
    .input(suggestInput)
    .query(({ ctx, input }) => search.suggest(ctx.core, ctx.actor, input)),
  /** Areas by name in all layers of polygons that the caller may read, for a territory or the area of a right. */
  areas: communityProcedure("search.areas")
    .input(findAreasInput)
    .query(({ ctx, input }) => findAreas(ctx.core, ctx.actor, input)),
  gazetteer: communityProcedure("search.manage")
    .input(layerGazetteerInput)
    .query(({ ctx, input }) => gazetteerOfLayer(ctx.core, ctx.actor, input.layerId)),
  previewGazetteer: communityProcedure("search.manage")
    .input(previewGazetteerInput)
    .query(({ ctx, input }) => previewGazetteer(ctx.core, ctx.actor, input)),
  declareGazetteer: communityProcedure("search.manage")
    .input(saveGazetteerInput)
    .mutation(({ ctx, input }) => declareGazetteer(ctx.core, ctx.actor, input)),
});
