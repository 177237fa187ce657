import type {
  changeOrganisationInput,
  deleteOrganisationInput,
  inviteOrganisationManagerInput,
  makeOrganisationInput,
} from "@archipel/contracts/organisations.ts";
import { MAX_ORGANISATIONS } from "@archipel/contracts/organisations.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { z } from "zod";
import type { OrganisationActor, Person } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { rowsOfOrganisation } from "../queries/agreements.ts";
import { notifyCommunity } from "./notify.ts";
import { invite, ownOrganisation } from "./people.ts";
import { record } from "./record.ts";

/** Makes an organisation and invites its first manager. The operator does not become a member. In the system scope: nobody is in it yet. */
export async function makeOrganisation(core: Core, actor: Person, input: z.infer<typeof makeOrganisationInput>): Promise<{ id: string }> {
  const { managerEmail, ...values } = input;
  const { id, send } = await named(values.nameFr, () =>
    core.database.withSystem(async (tx) => {
      if ((await tx.organisation.count()) >= MAX_ORGANISATIONS)
        throw new DomainError("conflict", "organisations-too-many", { most: MAX_ORGANISATIONS });
      const made = await tx.organisation.create({ data: values });
      await record(tx, { organisationId: made.id, actorId: actor.userId, action: "organisation.made", summary: { name: made.nameFr } });
      return {
        id: made.id,
        send: await invite(core, tx, { organisation: made, actorId: actor.userId, email: managerEmail, role: "manager" }),
      };
    }),
  );
  await send();
  return { id };
}

/** Invites a manager on behalf of the platform, while nobody manages the organisation: afterwards its managers invite. */
export async function inviteManager(core: Core, actor: Person, input: z.infer<typeof inviteOrganisationManagerInput>): Promise<void> {
  const { organisationId, email } = input;
  const send = await core.database.withSystem(async (tx) => {
    const organisation = await ownOrganisation(tx, organisationId);
    const managers = await tx.organisationMember.count({ where: { organisationId, role: "manager" } });
    if (managers > 0) throw new DomainError("conflict", "organisation-managed");
    return invite(core, tx, { organisation, actorId: actor.userId, email, role: "manager" });
  });
  await send();
}

/** Deletes an organisation: its agreements end, and its grants with it. Its communities are notified. */
export async function deleteOrganisation(core: Core, actor: Person, input: z.infer<typeof deleteOrganisationInput>): Promise<void> {
  const { organisationId, name } = input;
  const sends = await core.database.withSystem(async (tx) => {
    const organisation = await ownOrganisation(tx, organisationId);
    if (name.trim() !== organisation.nameFr)
      throw new DomainError("invalid", "organisation-name-differs", { name: organisation.nameFr }, "name");
    const open = (await rowsOfOrganisation(tx, organisationId)).filter(({ agreedAt, endedAt }) => agreedAt !== null && endedAt === null);
    const about = {
      organisationId,
      actorId: actor.userId,
      action: "organisation.deleted" as const,
      summary: { name: organisation.nameFr },
    };
    await record(tx, about);
    const letters: (() => Promise<void>)[] = [];
    for (const { communityId, slug, name: communityName } of open) {
      await record(tx, { ...about, action: "organisation.agreement-ended", communityId });
      letters.push(
        await notifyCommunity(core, tx, { kind: "deleted", organisation, community: { id: communityId, slug, name: communityName } }),
      );
    }
    await tx.organisation.delete({ where: { id: organisationId } });
    return letters;
  });
  for (const send of sends) await send();
}

export async function changeOrganisation(
  core: Core,
  actor: OrganisationActor,
  input: z.infer<typeof changeOrganisationInput>,
): Promise<void> {
  const { organisationId, ...values } = input;
  await named(values.nameFr, () =>
    core.database.withSystem(async (tx) => {
      const before = await ownOrganisation(tx, organisationId);
      await tx.organisation.update({ where: { id: organisationId }, data: values });
      const summary = { name: values.nameFr, ...(before.nameFr !== values.nameFr && { before: before.nameFr }) };
      await record(tx, { organisationId, actorId: actor.userId, action: "organisation.changed", summary });
    }),
  );
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "organisation-name-taken", { name }, "nameFr");
    throw error;
  }
}
