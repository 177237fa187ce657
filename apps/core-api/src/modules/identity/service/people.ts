import { type listPeopleInput, type PersonSummary, personStatus } from "@archipel/contracts/identity.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { z } from "zod";
import type { Person } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { isOperatorStill, peopleRows, personRow, setStatus } from "../queries/people.ts";
import { endSessionsOf } from "./sessions.ts";

type Row = NonNullable<Awaited<ReturnType<typeof personRow>>>;

function summaryOf({ id, name, email, status, isOperator, createdAt, secondFactor, _count }: Row): PersonSummary {
  const hasSecondFactor = Boolean(secondFactor?.confirmedAt);
  return {
    id,
    name,
    email,
    status: personStatus.parse(status),
    isOperator,
    hasSecondFactor,
    communityCount: _count.memberships,
    createdAt,
  };
}

/** The people of the platform, for its operators. */
export function listPeople(core: Core, input: z.infer<typeof listPeopleInput>): Promise<Page<PersonSummary>> {
  const offset = offsetOf(input.cursor);
  return core.database.withSystem(async (tx) => {
    const filter = { q: input.q ?? "", status: input.status ?? null };
    const { rows, total } = await peopleRows(tx, filter, { limit: input.limit, offset });
    return pageFrom(rows.map(summaryOf), total, offset);
  });
}

/**
 * Suspends a person on the whole platform, or reinstates them. Suspension signs them out everywhere at once. Their memberships are kept,
 * and count again afterwards. Nobody can suspend themselves, so an operator always remains.
 */
export async function setPersonStatus(core: Core, actor: Person, userId: string, wanted: "active" | "suspended"): Promise<PersonSummary> {
  if (userId === actor.userId && wanted === "suspended") throw new DomainError("conflict", "cannot-suspend-oneself");
  return core.database.withSystem(async (tx) => {
    if (!(await isOperatorStill(tx, actor.userId))) throw new DomainError("forbidden", "operators-only");
    const before = await personRow(tx, userId);
    if (!before) throw new DomainError("not-found", "person-not-found");
    // A reinstated person who asked for the deletion still leaves.
    const status = wanted === "active" && before.deletionAt ? "leaving" : wanted;
    if (before.status === status) return summaryOf(before);
    await setStatus(tx, userId, status);
    if (status === "suspended") await endSessionsOf(tx, userId);
    const action = status === "suspended" ? "account.suspended" : "account.reinstated";
    const change = { communityId: null, actorId: actor.userId, resourceType: "user", resourceId: userId };
    await audit(tx, { ...change, action, summary: { name: before.name } });
    await emit(tx, action, null, { userId });
    return summaryOf({ ...before, status });
  });
}
