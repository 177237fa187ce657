import { createUser } from "@archipel/testing/factories.ts";
import { demoPassword } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

export const identity: Record<string, InputOf> = {
  "identity.me": () => undefined,
  "identity.updateProfile": () => ({ locale: "fr" }),
  "identity.changePassword": () => ({ current: demoPassword, next: demoPassword }),
  "identity.people": () => ({}),
  "identity.setPersonStatus": async ({ database }) => ({ userId: (await createUser(database)).id, status: "suspended" }),
};
