"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";

type Needed = NonNullable<MyCommunity["identityNeeded"]>;

/** The part of the account that opens the community: a link to an institution or, where only domains count, the address. */
const partFor = ({ providers }: Needed) => (providers.length > 0 ? "ways-in" : "address");
const toAccount = (needed: Needed) => `${links.account()}#${partFor(needed)}`;

/** In place of the pages of a community that its member may not open yet: which institutions open it, and how. */
export function IdentityNeeded({ needed }: { readonly needed: Needed }) {
  const t = useTranslations("admin.identityRule");
  const tr = useTranslations("admin.roles.names");
  return (
    <section className="flex max-w-prose flex-col gap-4">
      <h1 className="text-title">{t("closed")}</h1>
      <p>{t("closedText", { held: tr(needed.held) })}</p>
      <Ways needed={needed} />
      <p>{t("how", { part: partFor(needed) })}</p>
      <Link href={toAccount(needed)} className={`${buttonClass({ tone: "primary" })} self-start`}>
        {t("open")}
      </Link>
    </section>
  );
}

/** Says to a person whose role needs an institution that they act in a weaker one. */
export function IdentityNote() {
  const t = useTranslations("admin.identityRule");
  const tr = useTranslations("admin.roles.names");
  const { role, identityNeeded } = useCommunity();
  if (identityNeeded === null || identityNeeded.isClosed) return null;
  return (
    <Alert tone="warning" title={t("note", { held: tr(identityNeeded.held), acting: tr(role) })}>
      <Ways needed={identityNeeded} />
      <Link href={toAccount(identityNeeded)} className={buttonClass()}>
        {t("open")}
      </Link>
    </Alert>
  );
}

function Ways({ needed: { providers, domains } }: { readonly needed: Needed }) {
  const t = useTranslations("admin.identityRule");
  const locale = useLocale();
  return (
    <ul className="list-disc pl-5">
      {providers.map((name) => {
        const provider = name[locale] ?? name.fr ?? "";
        return <li key={provider}>{t("byProvider", { provider })}</li>;
      })}
      {domains.map((domain) => (
        <li key={domain}>{t("byDomain", { domain })}</li>
      ))}
    </ul>
  );
}
