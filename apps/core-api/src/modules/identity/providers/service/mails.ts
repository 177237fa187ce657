import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Core } from "../../../../kernel/core.ts";
import { sendIdentityLinked, sendIdentityUnlinked } from "../../../notifications/service/address-mails.ts";
import { accountById } from "../../queries/accounts.ts";
import { brandOf, consoleSite } from "../../service/sites.ts";
import { nameIn } from "./manage.ts";

/** A mail says that an account opens in one more way: who linked an identity may be a thief. */
export function mailLinked(core: Core, userId: string, name: unknown): Promise<void> {
  return mail(core, userId, name, sendIdentityLinked);
}

export function mailUnlinked(core: Core, userId: string, name: unknown): Promise<void> {
  return mail(core, userId, name, sendIdentityUnlinked);
}

async function mail(core: Core, userId: string, name: unknown, send: typeof sendIdentityLinked): Promise<void> {
  const user = await core.database.withSystem((tx) => accountById(tx, userId));
  if (!user) return;
  const locale = localeSchema.catch("fr").parse(user.locale);
  const site = consoleSite(core);
  const letter = { to: user.email, locale, brand: brandOf(site, locale), name: user.name, link: site.origin };
  await send(core, { ...letter, provider: nameIn(name, locale) });
}
