import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Core } from "../../../kernel/core.ts";
import { type AgreementMail, sendAgreementMail } from "../../notifications/service/send-agreement.ts";
import { managersOfCommunity, managersOfOrganisation } from "../queries/agreements.ts";

interface Notified {
  kind: AgreementMail["kind"];
  organisation: { id: string; nameFr: string; nameEn: string };
  community: { id: string; slug: string; name: string };
  /** The message of a proposal, or the reason of an end. */
  words?: string;
}

/** Reads who manages the community and returns the function that writes to them after the commit. */
export async function notifyCommunity(core: Core, tx: Tx, about: Notified): Promise<() => Promise<void>> {
  const link = `${core.env.ARCHIPEL_ADMIN_URL}/c/${about.community.slug}/organisations`;
  return letters(core, about, await managersOfCommunity(tx, about.community.id), link);
}

/** The same for the managers of the organisation. */
export async function notifyOrganisation(core: Core, tx: Tx, about: Notified): Promise<() => Promise<void>> {
  const link = `${core.env.ARCHIPEL_ADMIN_URL}/organisations/${about.organisation.id}`;
  return letters(core, about, await managersOfOrganisation(tx, about.organisation.id), link);
}

function letters(
  core: Core,
  { kind, organisation, community, words = "" }: Notified,
  people: { email: string; locale: string }[],
  link: string,
) {
  return async () => {
    for (const { email: to, locale: own } of people) {
      const locale = localeSchema.catch("fr").parse(own);
      const organisationName = locale === "fr" ? organisation.nameFr : organisation.nameEn;
      await sendAgreementMail(core, { to, locale, kind, organisationName, communityName: community.name, words, link });
    }
  };
}
