import { newImport } from "../import-world.ts";
import type { Caller, PermissionWorld } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

export const imports: Record<string, InputOf> = {
  "imports.get": async (world, caller) => ofImport(world, caller),
  "imports.choose": async (world, caller) => ({ ...(await ofImport(world, caller)), choice: { key: "none" } }),
  "imports.take": async (world, caller) => ({ ...(await ofImport(world, caller)), title: "Reprise" }),
  "imports.discard": async (world, caller) => ofImport(world, caller),
};

async function ofImport(world: PermissionWorld, caller: Caller) {
  return { communityId: world.communityId, importId: await newImport(world, caller) };
}
