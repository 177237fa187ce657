import { createUser } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "../../testing/browser.ts";
import { type HubServer, startHub } from "../../testing/hub-server.ts";
import { isAlive, signIn } from "../../testing/oidc-client.ts";
import { listPeople, setPersonStatus } from "./service/people.ts";

let hub: HubServer;
let portal: { clientId: string; origin: string };
beforeAll(async () => {
  hub = await startHub();
  portal = await hub.addPortal("reef");
});
afterAll(() => hub.stop());

async function newOperator() {
  const { id } = await createUser(hub.core.database, { isOperator: true });
  return { userId: id, isOperator: true, isSuspended: false };
}

describe("a person suspended by an operator", () => {
  it("is signed out at once, and signs in again once reinstated; the audit log says who did it", async () => {
    const operator = await newOperator();
    const userId = await hub.addPerson("noe@example.org");
    const tokens = await signIn(hub, new Browser(), portal, "noe@example.org");
    expect(await isAlive(hub, tokens.access_token)).toBe(true);

    expect(await setPersonStatus(hub.core, operator, userId, "suspended")).toMatchObject({ id: userId, status: "suspended" });
    await setPersonStatus(hub.core, operator, userId, "suspended");
    expect(await isAlive(hub, tokens.access_token)).toBe(false);

    await setPersonStatus(hub.core, operator, userId, "active");
    // The old session stays ended: reinstating revives no session.
    expect(await isAlive(hub, tokens.access_token)).toBe(false);
    const again = await signIn(hub, new Browser(), portal, "noe@example.org");
    expect(await isAlive(hub, again.access_token)).toBe(true);

    const entries = await hub.core.database.withSystem((tx) =>
      tx.auditEntry.findMany({ where: { resourceId: userId, actorId: operator.userId }, orderBy: { createdAt: "asc" } }),
    );
    expect(entries.map(({ action }) => action)).toEqual(["account.suspended", "account.reinstated"]);
  });

  it("cannot be the operator, nor an unknown person", async () => {
    const operator = await newOperator();
    const oneself = setPersonStatus(hub.core, operator, operator.userId, "suspended");
    await expect(oneself).rejects.toMatchObject({ code: "cannot-suspend-oneself" });
    await expect(setPersonStatus(hub.core, operator, crypto.randomUUID(), "suspended")).rejects.toMatchObject({ code: "person-not-found" });
  });

  it("leaves an operator, when two suspend each other at the same moment", async () => {
    const [one, two] = [await newOperator(), await newOperator()];
    const asked = await Promise.allSettled([
      setPersonStatus(hub.core, one, two.userId, "suspended"),
      setPersonStatus(hub.core, two, one.userId, "suspended"),
    ]);
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("the people of the platform", () => {
  it("are found by name or address and by status, without those who never confirmed an address", async () => {
    await hub.addPerson("ines.durand@example.org", { name: "Inès Durand" });
    await hub.addPerson("paul.durand@example.org", { name: "Paul Durand", status: "suspended" });
    const pending = { email: "pending@example.org", name: "Léo Durand" };
    await hub.core.database.withSystem((tx) => tx.user.create({ data: pending }));
    const names = async (input: { q?: string; status?: "active" | "suspended" }) =>
      (await listPeople(hub.core, { limit: 30, ...input })).items.map(({ name }) => name);
    expect(await names({ q: "DURAND" })).toEqual(["Inès Durand", "Paul Durand"]);
    expect(await names({ q: "ines.d" })).toEqual(["Inès Durand"]);
    expect(await names({ q: "durand", status: "suspended" })).toEqual(["Paul Durand"]);
  });
});
