import { type CompiledModel, compileModel } from "@archipel/validation/model/compile.ts";
import { loadModel, shippedModelIds } from "@archipel/validation/model/load.ts";

let loading: Promise<CompiledModel[]> | null = null;

/** The models that ship with the platform. They are read once. */
export function shippedModels(): Promise<CompiledModel[]> {
  loading ??= shippedModelIds().then((ids) => Promise.all(ids.map(async (id) => compileModel(await loadModel(id)))));
  return loading;
}

/** The shipped model of this id or alias (`cnig_PLU_2017`). */
export async function shippedModel(key: string): Promise<CompiledModel | null> {
  return (await shippedModels()).find(({ model }) => model.id === key || model.aliases?.includes(key)) ?? null;
}
