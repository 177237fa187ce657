import { communityStatus } from "@archipel/contracts/communities.ts";
import type {
  CommunityAgreement,
  FoundDataset,
  NamedOrganisation,
  OrganisationPage,
  OrganisationSummary,
  searchOrganisationInput,
} from "@archipel/contracts/organisations.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { z } from "zod";
import { type MemberActor, type OrganisationActor, scopeOf } from "../../../kernel/actor.ts";
import { portalHost, portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { agreementOf } from "../policy.ts";
import { type FoundRow, figuresOf, foundDatasets } from "../queries/across.ts";
import { rowsOfCommunity, rowsOfOrganisation } from "../queries/agreements.ts";
import { organisationRows } from "../queries/people.ts";

/** All organisations, for operators. */
export function listOrganisations(core: Core): Promise<OrganisationSummary[]> {
  return core.database.withSystem(organisationRows);
}

/** Their names, for a community that asks to join one. */
export async function namedOrganisations(core: Core): Promise<NamedOrganisation[]> {
  const rows = await core.database.withSystem(organisationRows);
  return rows.map(({ id, nameFr, nameEn }) => ({ id, nameFr, nameEn }));
}

/** The agreements of the community, for its managers. In the system scope: they see no people of the organisation, only their number. */
export async function listOfCommunity(core: Core, actor: MemberActor): Promise<CommunityAgreement[]> {
  const rows = await core.database.withSystem((tx) => rowsOfCommunity(tx, actor.communityId));
  return rows.map((row) => ({
    ...agreementOf(row),
    organisation: { id: row.organisationId, nameFr: row.nameFr, nameEn: row.nameEn, description: row.description, members: row.members },
  }));
}

/** An organisation with its communities and the figures that they give, for its members. Readers do not see open proposals. */
export async function getOrganisation(core: Core, actor: OrganisationActor): Promise<OrganisationPage> {
  const { organisationId, organisationRole: role } = actor;
  return core.database.withSystem(async (tx) => {
    const { id, nameFr, nameEn, description } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const rows = await rowsOfOrganisation(tx, organisationId);
    const figures = new Map((await figuresOf(tx, organisationId)).map(({ communityId, ...one }) => [communityId, one]));
    const agreements = rows.map((row) => ({
      ...agreementOf(row),
      community: { id: row.communityId, slug: row.slug, name: row.name, status: communityStatus.parse(row.status) },
      figures: row.agreedAt !== null && row.endedAt === null ? (figures.get(row.communityId) ?? null) : null,
    }));
    const shown = role === "manager" ? agreements : agreements.filter(({ state }) => state === "agreed");
    return { id, nameFr, nameEn, description, role, agreements: shown };
  });
}

/** One search of all datasets that the communities let the organisation read. In the caller's own scope. */
export async function searchDatasets(
  core: Core,
  actor: OrganisationActor,
  input: z.infer<typeof searchOrganisationInput>,
): Promise<Page<FoundDataset>> {
  const offset = offsetOf(input.cursor);
  const rows = await core.database.withTenant(scopeOf(actor), (tx) =>
    foundDatasets(tx, actor.organisationId, input.q, { limit: input.limit, offset }),
  );
  const items = rows.map((row) => foundOf(core, row, input.locale));
  return pageFrom(items, rows[0]?.total ?? 0, offset);
}

function foundOf(core: Core, row: FoundRow, locale: string): FoundDataset {
  const { id, title, summary, communityId, communityName, visibility, host, portalSlug, slug } = row;
  const origin = portalSlug === null ? null : portalOrigin(core.env, host ?? portalHost(core.env, portalSlug));
  return {
    ...{ id, title, summary, communityId, communityName },
    visibility: visibility === "members" ? "members" : "public",
    address: origin === null || slug === null ? null : `${origin}/${locale}/catalogue/${encodeURIComponent(slug)}`,
  };
}
