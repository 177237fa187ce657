import type { Core } from "../../kernel/core.ts";
import type { OutboxReader } from "../../kernel/outbox.ts";
import { publishNoticed } from "./delivery/noticed.ts";
import { deliver } from "./queries/deliver.ts";
import { accessRecipe } from "./recipes/access.ts";
import { alertsRecipe } from "./recipes/alerts.ts";
import { contributionsRecipe } from "./recipes/contributions.ts";
import { domainsRecipe } from "./recipes/domains.ts";
import { followsRecipe } from "./recipes/follows.ts";
import { keysRecipe } from "./recipes/keys.ts";
import { mapsRecipe } from "./recipes/maps.ts";
import { membersRecipe } from "./recipes/members.ts";
import { newsRecipe } from "./recipes/news.ts";
import type { Recipe } from "./recipes/recipe.ts";
import { reportsRecipe } from "./recipes/reports.ts";
import { requestsRecipe } from "./recipes/requests.ts";

/** One recipe per noun. */
const recipes: readonly Recipe[] = [
  contributionsRecipe,
  reportsRecipe,
  followsRecipe,
  requestsRecipe,
  accessRecipe,
  mapsRecipe,
  domainsRecipe,
  keysRecipe,
  membersRecipe,
  newsRecipe,
  alertsRecipe,
];

/** Creates notices from events. */
export const noticesReader: OutboxReader<Core> = {
  name: "notices",
  topics: recipes.flatMap(({ topics }) => topics),
  async handle(core, sql, event, committed) {
    const notified = new Set<string>();
    for (const recipe of recipes) {
      if (!recipe.topics.includes(event.topic)) continue;
      for (const notice of await recipe.notices(sql, event, core)) for (const person of await deliver(sql, notice)) notified.add(person);
    }
    committed(() => publishNoticed(core.news, [...notified]));
  },
};
