import { locale as localeSchema } from "@archipel/contracts/text.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Core } from "../../../kernel/core.ts";
import { brandOf, siteOrConsole } from "../../identity/service/sites.ts";
import { letter } from "../../notifications/service/layout.ts";

/** What a mail about a whole community, or a portal of it, says. */
export type CommunityMailKind = "exported" | "deleted" | "reminded" | "erased" | "restored" | "portalDeleted" | "portalReminded";

interface CommunityMail {
  kind: CommunityMailKind;
  person: { name: string; email: string; locale: string };
  community: { name: string; slug: string; isClosed?: boolean };
  /** Until when the copy can be taken, or when everything is erased. */
  date: Date | null;
  /** The name of the portal that it is about. */
  portal?: string;
}

/** A closed community has no pages of its own in the console. */
function pathOf(kind: CommunityMailKind, { slug, isClosed = false }: CommunityMail["community"]): string {
  if (kind === "erased") return "/";
  return isClosed || kind === "deleted" || kind === "reminded" ? "/closed" : `/c/${slug}/life`;
}

/** All have the same placeholders; the union of all keys is too large for the compiler. */
type Said = "mails.deleted.text";

/** Sends it; a failure is in the log, because the console shows the same. */
export async function sendCommunityMail(core: Core, { kind, person, community, date, portal = "" }: CommunityMail): Promise<void> {
  try {
    const locale = localeSchema.catch("fr").parse(person.locale);
    const site = await siteOrConsole(core, undefined);
    const brand = brandOf(site, locale);
    const t = translator(locale, "communities");
    const tMail = translator(locale, "mail");
    const words = { community: community.name, portal, date: date ? formatDate(locale, date) : "" };
    await core.mailer.send(
      await letter({
        to: person.email,
        locale,
        brand,
        subject: t(`mails.${kind}.subject` as Said, words),
        greeting: tMail("greetingName", { name: person.name }),
        paragraphs: [t(`mails.${kind}.text` as Said, words)],
        action: { label: t(`mails.${kind}.action` as Said, words), link: `${site.origin}${pathOf(kind, community)}` },
        notes: [],
        linkHint: tMail("linkHint"),
      }),
    );
  } catch (error) {
    core.log.error({ err: error, kind }, "mail about a community was not sent");
  }
}
