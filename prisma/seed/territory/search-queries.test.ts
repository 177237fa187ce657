// @long
import { searchInMemory } from "@archipel/core-api/testing/names-search.ts";
import { beforeAll, expect, test } from "vitest";
import { type DemoNames, demoNames, demoQueries, type Query } from "./search-queries.ts";
import { sharedTerritory } from "./territory.ts";

/** Of each rule; with those for towns, more than 800 queries. */
const EACH = 15;

let names: DemoNames;
beforeAll(() => {
  names = demoNames(sharedTerritory());
});

test("each of 800 queries from the demo's names opens its place, asks, or says what is not here, and none opens another place", () => {
  const search = searchInMemory(names);
  const queries = demoQueries(names, EACH);
  expect(queries.length).toBeGreaterThan(800);
  expect(queries.flatMap((query) => wrongIn(query, search(query.q)))).toEqual([]);
});

function wrongIn({ q, how, expected }: Query, decision: ReturnType<ReturnType<typeof searchInMemory>>): string[] {
  const opened = decision.kind === "open" ? `${decision.result.label}, ${decision.result.commune?.name}` : "";
  if (decision.kind !== expected.kind) return [`${how}: “${q}” ${decision.kind} ${opened}, not ${expected.kind}`];
  if (decision.kind !== "open" || expected.kind !== "open") return [];
  const isTown = expected.town === undefined || decision.result.commune?.name === expected.town;
  const isNumber = expected.number === undefined || decision.result.label.startsWith(`${expected.number} `);
  return isTown && isNumber ? [] : [`${how}: “${q}” opens ${opened}`];
}
