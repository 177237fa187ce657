import { z } from "zod";
import { appRouter } from "./app-router.ts";
import type { Cost } from "./gate/limits/costs.ts";
import { defaultCost, type Meta } from "./trpc/init.ts";

const definition = z.object({
  type: z.enum(["query", "mutation"]),
  inputs: z.array(z.instanceof(z.ZodType)),
  meta: z.custom<Meta>().optional(),
});

// At run time the router's procedures are a flat list by path; their type is nested. A procedure is a function with its definition as a property.
const flat: object = appRouter._def.procedures;

/** Every procedure of core-api, as its definition says. */
export const procedures = Object.entries(flat).map(([path, procedure]) => {
  const { type, inputs, meta } = definition.parse(procedure._def);
  return { path, type, inputs, permission: meta?.permission ?? null, cost: meta?.cost ?? defaultCost(type) };
});

const costs: ReadonlyMap<string, Cost> = new Map(procedures.map(({ path, cost }) => [path, cost]));

/** What a call costs; a procedure that does not exist costs nothing. */
export const costOfCall = (path: string): Cost => costs.get(path) ?? "light";
