import { translator } from "@archipel/i18n/translator.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { Core } from "../../../kernel/core.ts";
import { letter } from "./layout.ts";

interface Left {
  to: string;
  name: string;
  locale: "fr" | "en";
  communityName: string;
}

/** Tells a person that they are no longer in a community, by a file of its institution: their account stays. */
export async function sendLeft(core: Core, { to, name, locale, communityName: community }: Left): Promise<void> {
  const t = translator(locale, "mail");
  const { accent, onAccent } = portalTheme("neutral", {}).colours.light;
  await core.mailer.send(
    await letter({
      to,
      locale,
      brand: { name: community, accent, onAccent },
      subject: t("left.subject", { community }),
      greeting: t("greetingName", { name }),
      paragraphs: [t("left.text", { community }), t("left.stays")],
      action: { label: t("left.action"), link: `${core.env.ARCHIPEL_ADMIN_URL}/account` },
      notes: [t("left.wrong")],
      linkHint: t("linkHint"),
    }),
  );
}
