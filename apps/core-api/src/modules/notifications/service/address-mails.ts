import { formatDate } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Core } from "../../../kernel/core.ts";
import { letter, type MailBrand } from "./layout.ts";

/** Mails about the account itself: its address, its second factor, its deletion, the archive of its data. */

interface Recipient {
  to: string;
  locale: "fr" | "en";
  brand: MailBrand;
  link: string;
}
type Named = Recipient & { name: string };

interface Parts {
  kind:
    | "newAddress"
    | "addressTaken"
    | "addressChanged"
    | "leaving"
    | "exported"
    | "erased"
    | "secondFactorEnded"
    | "identityLinked"
    | "identityUnlinked"
    | "passkeyAdded"
    | "passkeyRemoved"
    | "passkeyCopied"
    | "keyEnding";
  name: string | null;
  params?: Record<string, string>;
  notes: readonly ("expires" | "advice")[];
}

async function send(core: Core, { to, locale, brand, link }: Recipient, { kind, name, params = {}, notes }: Parts): Promise<void> {
  const t = translator(locale, "identity");
  const tMail = translator(locale, "mail");
  const words = { site: brand.name, ...params };
  await core.mailer.send(
    await letter({
      to,
      locale,
      brand,
      subject: t(`mails.${kind}.subject`, words),
      greeting: name === null ? tMail("greeting") : tMail("greetingName", { name }),
      paragraphs: [t(`mails.${kind}.text`, words)],
      action: { label: t(`mails.${kind}.action`, words), link },
      notes: notes.map((note) => t(`mails.${kind}.${note}` as "mails.newAddress.expires", words)),
      linkHint: tMail("linkHint"),
    }),
  );
}

/** To a new address: its link confirms it. Until then it may be anybody's, so it does not learn whose account this is. */
export function sendNewAddress(core: Core, recipient: Recipient): Promise<void> {
  return send(core, recipient, { kind: "newAddress", name: null, notes: ["expires", "advice"] });
}

/** To an address that a person wanted for an account, and that has one. */
export function sendAddressTaken(core: Core, recipient: Recipient): Promise<void> {
  return send(core, recipient, { kind: "addressTaken", name: null, notes: ["advice"] });
}

/** To the old address: its link takes the change back. */
export function sendAddressChanged(core: Core, { name, email, ...recipient }: Named & { email: string }): Promise<void> {
  return send(core, recipient, { kind: "addressChanged", name, params: { email }, notes: ["expires"] });
}

/** The account will be deleted at this date, unless the person signs in. */
export function sendLeaving(core: Core, { name, deletionAt, ...recipient }: Named & { deletionAt: Date }): Promise<void> {
  return send(core, recipient, { kind: "leaving", name, params: { date: formatDate(recipient.locale, deletionAt) }, notes: ["advice"] });
}

/** The account is deleted: the last mail to the address. */
export function sendErased(core: Core, { name, ...recipient }: Named): Promise<void> {
  return send(core, recipient, { kind: "erased", name, notes: [] });
}

/** The account is open by its password alone again. */
export function sendSecondFactorEnded(core: Core, { name, ...recipient }: Named): Promise<void> {
  return send(core, recipient, { kind: "secondFactorEnded", name, notes: ["advice"] });
}

/** A key of the person ends soon. */
export function sendKeyEnding(core: Core, { name, key, expiresAt, ...recipient }: Named & { key: string; expiresAt: Date }): Promise<void> {
  const params = { key, date: formatDate(recipient.locale, expiresAt) };
  return send(core, recipient, { kind: "keyEnding", name, params, notes: [] });
}

/** What happened to a passkey: added, removed, or refused because there is a copy of it. */
export type PasskeyNews = "added" | "removed" | "copied";

export function sendPasskeyNews(
  core: Core,
  { name, news, passkey, ...recipient }: Named & { news: PasskeyNews; passkey: string },
): Promise<void> {
  const kind = ({ added: "passkeyAdded", removed: "passkeyRemoved", copied: "passkeyCopied" } as const)[news];
  return send(core, recipient, { kind, name, params: { passkey }, notes: ["advice"] });
}

/** The account opens through one more provider. */
export function sendIdentityLinked(core: Core, { name, provider, ...recipient }: Named & { provider: string }): Promise<void> {
  return send(core, recipient, { kind: "identityLinked", name, params: { provider }, notes: ["advice"] });
}

/** The account no longer opens through a provider. */
export function sendIdentityUnlinked(core: Core, { name, provider, ...recipient }: Named & { provider: string }): Promise<void> {
  return send(core, recipient, { kind: "identityUnlinked", name, params: { provider }, notes: ["advice"] });
}

/** The archive of the person's data is ready. */
export function sendExported(core: Core, { name, expiresAt, ...recipient }: Named & { expiresAt: Date }): Promise<void> {
  return send(core, recipient, {
    kind: "exported",
    name,
    params: { date: formatDate(recipient.locale, expiresAt) },
    notes: ["expires", "advice"],
  });
}
