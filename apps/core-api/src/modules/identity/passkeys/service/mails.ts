import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Core } from "../../../../kernel/core.ts";
import { type PasskeyNews, sendPasskeyNews } from "../../../notifications/service/address-mails.ts";
import { accountById } from "../../queries/accounts.ts";
import { brandOf, consoleSite } from "../../service/sites.ts";

/** A mail says what happened to a passkey: who adds one may be a thief. */
export async function mailAboutPasskey(core: Core, userId: string, news: PasskeyNews, passkey: string): Promise<void> {
  const user = await core.database.withSystem((tx) => accountById(tx, userId));
  if (!user) return;
  const locale = localeSchema.catch("fr").parse(user.locale);
  const site = consoleSite(core);
  const letter = { to: user.email, locale, brand: brandOf(site, locale), name: user.name, link: site.origin };
  await sendPasskeyNews(core, { ...letter, news, passkey });
}
