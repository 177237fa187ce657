import { type CompiledModel, compileModel } from "@archipel/validation/model/compile.ts";
import { loadModel, shippedModelIds } from "@archipel/validation/model/load.ts";
import { loadedOnce } from "../../../kernel/loaded-once.ts";

/** The models that ship with the platform. They are read once. */
export const shippedModels = loadedOnce(async (): Promise<CompiledModel[]> => {
  const ids = await shippedModelIds();
  return Promise.all(ids.map(async (id) => compileModel(await loadModel(id))));
});

/** The shipped model of this id or alias (`cnig_PLU_2017`). */
export async function shippedModel(key: string): Promise<CompiledModel | null> {
  return (await shippedModels()).find(({ model }) => model.id === key || model.aliases?.includes(key)) ?? null;
}
