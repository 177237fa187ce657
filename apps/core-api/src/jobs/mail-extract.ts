import { locale as localeSchema } from "@archipel/contracts/text.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { portalClientId } from "@archipel/session/client-keys.ts";
import type { Core } from "../kernel/core.ts";
import type { MadeExtract } from "../modules/clouds/extracts/making/make.ts";
import { brandOf, siteOrConsole } from "../modules/identity/service/sites.ts";
import { letter } from "../modules/notifications/service/layout.ts";

/** Tells a person that their extract is ready. Visitors wait on the page. A lost mail is no failure: the page shows the archive. */
export async function mailExtract(core: Core, { id, userId, portalId, layerId }: MadeExtract): Promise<void> {
  if (userId === null) return;
  try {
    const found = await core.database.withSystem(async (tx) => ({
      person: await tx.user.findUnique({ where: { id: userId }, select: { name: true, email: true, locale: true } }),
      portal: portalId === null ? null : await tx.portal.findUnique({ where: { id: portalId }, select: { slug: true } }),
      extract: await tx.cloudExtract.findUnique({ where: { id }, select: { expiresAt: true, dataset: { select: { title: true } } } }),
    }));
    const { person, extract, portal } = found;
    if (!person || !extract?.expiresAt) return;
    const locale = localeSchema.catch("fr").parse(person.locale);
    const site = await siteOrConsole(core, portal ? portalClientId(portal.slug) : undefined);
    const [t, tMail] = [translator(locale, "cloud-extracts"), translator(locale, "mail")];
    const words = { dataset: extract.dataset.title, date: formatDate(locale, extract.expiresAt) };
    await core.mailer.send(
      await letter({
        to: person.email,
        locale,
        brand: brandOf(site, locale),
        subject: t("mail.subject", words),
        greeting: tMail("greetingName", { name: person.name }),
        paragraphs: [t("mail.text", words)],
        // In the fragment, as the secret of a visitor is.
        action: {
          label: t("mail.action"),
          link: site.name === null ? site.origin : `${site.origin}/${locale}/points/${layerId}/take#extract=${id}`,
        },
        notes: [t("mail.expires", words)],
        linkHint: tMail("linkHint"),
      }),
    );
  } catch (error) {
    core.log.error({ err: error, extract: id }, "mail of an extract was not sent");
  }
}
