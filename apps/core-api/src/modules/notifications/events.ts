import type { Core } from "../../kernel/core.ts";
import type { OutboxReader } from "../../kernel/outbox.ts";
import { deliver } from "./delivery/deliver.ts";
import { tellNoticed } from "./delivery/noticed.ts";
import { contributionsRecipe } from "./recipes/contributions.ts";
import type { Recipe } from "./recipes/recipe.ts";
import { reportsRecipe } from "./recipes/reports.ts";

/** One noun, one recipe. */
const recipes: readonly Recipe[] = [contributionsRecipe, reportsRecipe];

/** Makes notices of what happened. */
export const noticesReader: OutboxReader<Core> = {
  name: "notices",
  topics: recipes.flatMap(({ topics }) => topics),
  async handle(core, sql, event, committed) {
    const told = new Set<string>();
    for (const recipe of recipes) {
      if (!recipe.topics.includes(event.topic)) continue;
      for (const notice of await recipe.notices(sql, event, core)) for (const person of await deliver(sql, notice)) told.add(person);
    }
    committed(() => tellNoticed(core.news, [...told]));
  },
};
