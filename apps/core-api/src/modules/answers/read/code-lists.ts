import type { SourceReading } from "@archipel/answers/report/reading.ts";
import { loadModel } from "@archipel/validation/model/load.ts";
import { ModelError } from "@archipel/validation/model/model-error.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";

type CodeLists = NonNullable<SourceReading["codeLists"]>;

const known = perCore(
  () =>
    new LRUCache<string, { lists: CodeLists }>({
      max: 50,
      fetchMethod: async (id) => ({ lists: await listsOf(id) }),
    }),
);

/** The code lists of a shipped model, by name: they have the label of a value that no rule knows. Empty for other models. */
export async function codeListsOf(core: Core, model: string): Promise<CodeLists> {
  return (await known(core).forceFetch(model)).lists;
}

async function listsOf(id: string): Promise<CodeLists> {
  try {
    const { codeLists = {} } = await loadModel(id);
    return Object.fromEntries(Object.entries(codeLists).flatMap(([name, list]) => ("rows" in list ? [[name, list]] : [])));
  } catch (error) {
    if (error instanceof ModelError) return {};
    throw error;
  }
}
