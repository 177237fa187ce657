import type { suggestedModel } from "@archipel/contracts/checks.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import { suggestModel } from "@archipel/validation/suggest.ts";
import { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { usableModels } from "../../../models/service.ts";
import { storedSource } from "../../uploads/policy/source.ts";
import { assertUpload } from "../../uploads/service/read.ts";
import { factsOf } from "../policy.ts";

const fields = z.array(layerField);

/** The model that an upload was most likely made for, by the names, tables and fields that its first reading found. */
export function suggestForUpload(core: Core, actor: MemberActor, uploadId: string): Promise<z.infer<typeof suggestedModel>> {
  return core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, uploadId);
    const layers = upload.layers.map((layer) => ({
      name: layer.name,
      entry: storedSource.parse(layer.source).entry,
      fields: fields.parse(layer.fields),
    }));
    const found = suggestModel(factsOf(upload.fileName, layers), await usableModels(tx, actor.communityId));
    return { key: found?.model.id ?? null };
  });
}
