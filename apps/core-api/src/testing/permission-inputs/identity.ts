import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { demoPassword } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

async function personWithFactor(database: Database): Promise<string> {
  const { id: userId } = await createUser(database);
  await database.withSystem((tx) => tx.secondFactor.create({ data: { userId, sealedSecret: {}, confirmedAt: new Date() } }));
  return userId;
}

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
  "identity.secondFactor": () => undefined,
  // Wrong proofs: callers of the matrix keep signing in by their password alone.
  "identity.beginSecondFactor": () => ({ password: "wrong" }),
  "identity.confirmSecondFactor": () => ({ code: "000000" }),
  "identity.renewRecoveryCodes": () => ({ password: "wrong", code: "000000" }),
  "identity.endSecondFactor": () => ({ password: "wrong", code: "000000" }),
  "identity.resetSecondFactor": async ({ database }) => ({ userId: await personWithFactor(database) }),
  "identity.people": () => ({}),
  "identity.setPersonStatus": async ({ database }) => ({ userId: (await createUser(database)).id, status: "suspended" }),
};
