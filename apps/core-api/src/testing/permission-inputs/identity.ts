import { randomUUID } from "node:crypto";
import { createUser } from "@archipel/testing/factories.ts";
import { demoPassword } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

export const identity: Record<string, InputOf> = {
  "identity.me": () => undefined,
  "identity.updateProfile": () => ({ locale: "fr" }),
  "identity.changePassword": () => ({ current: demoPassword, next: demoPassword }),
  "identity.requestAddress": () => ({ email: `${randomUUID()}@example.org`, password: demoPassword }),
  "identity.deletionOutlook": () => undefined,
  // A wrong password: with the right one, the callers of the matrix would leave.
  "identity.requestDeletion": () => ({ password: "wrong" }),
  "identity.export": () => undefined,
  "identity.requestExport": () => ({}),
  "identity.people": () => ({}),
  "identity.setPersonStatus": async ({ database }) => ({ userId: (await createUser(database)).id, status: "suspended" }),
};
