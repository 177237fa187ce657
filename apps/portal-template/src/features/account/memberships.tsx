import type { Me } from "@archipel/contracts/identity.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { getLocale, getTranslations } from "next-intl/server";

/** The communities that the person belongs to, with the role in each. */
export async function Memberships({ communities }: { readonly communities: Me["communities"] }) {
  const [t, tRoles] = await Promise.all([getTranslations("portal.account.communities"), getTranslations("common.roles")]);
  if (communities.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  return (
    <ul className="divide-y divide-line">
      {communities.map((community) => (
        <li key={community.id} className="flex flex-wrap items-center justify-between gap-3 py-3 first:pt-0 last:pb-0">
          <span>{community.name}</span>
          <Badge>{tRoles(community.role)}</Badge>
          {community.identityNeeded && <IdentityNeeded needed={community.identityNeeded} />}
        </li>
      ))}
    </ul>
  );
}

/** What opens the held role again, of a community that asks its members to come from an institution. */
async function IdentityNeeded({ needed }: { readonly needed: NonNullable<Me["communities"][number]["identityNeeded"]> }) {
  const [locale, t, tRoles] = await Promise.all([
    getLocale(),
    getTranslations("portal.account.communities"),
    getTranslations("common.roles"),
  ]);
  const ways = [
    ...needed.providers.map((name) => t("byProvider", { provider: name[locale] ?? name.fr ?? "" })),
    ...needed.domains.map((domain) => t("byDomain", { domain })),
  ];
  return (
    <div className="w-full text-small">
      <p>{t("identity", { held: tRoles(needed.held) })}</p>
      <ul className="list-disc pl-5">
        {ways.map((way) => (
          <li key={way} className="wrap-anywhere">
            {way}
          </li>
        ))}
      </ul>
      <p className="mt-1">
        <a href="#ways-in" className="text-accent-ink underline underline-offset-4">
          {t("link")}
        </a>
      </p>
    </div>
  );
}
