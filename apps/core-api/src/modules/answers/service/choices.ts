import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import { isSource } from "@archipel/answers/packs/source.ts";
import type { AnswerChoices } from "@archipel/contracts/answers.ts";
import { loadedOnce } from "../../../kernel/loaded-once.ts";
import { shippedModels } from "../../models/shipped/read.ts";

/** What a layer can declare itself to be: the tables of standards and the tags that the shipped packs read. The same for everyone. */
export const readChoices = loadedOnce(async (): Promise<AnswerChoices> => {
  const sources = shippedPacks.flatMap(({ themes }) => themes.flatMap((theme) => theme.sources.map((source) => ({ theme, source }))));
  const standards = (await shippedModels()).flatMap(({ model: { id, title, tables = {} } }) => {
    const known = Object.keys(tables).filter((table) => sources.some(({ source }) => isSource(source, { model: id, table, tags: [] })));
    return known.length === 0 ? [] : [{ model: id, title, tables: known.sort() }];
  });
  const tags = new Map<string, AnswerChoices["tags"][number]["themes"]>([
    ["parcels", []],
    ["communes", []],
  ]);
  for (const { theme, source } of sources) {
    if ("tag" in source.layers) tags.set(source.layers.tag, [...(tags.get(source.layers.tag) ?? []), theme.title]);
  }
  const states = new Map(shippedPacks.flatMap(({ documents }) => Object.entries(documents.statuses)));
  return {
    standards,
    tags: [...tags].map(([tag, themes]) => ({ tag, themes })),
    states: [...states].map(([state, status]) => ({ state, status })),
  };
});
