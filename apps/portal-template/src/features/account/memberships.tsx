import type { Me } from "@archipel/contracts/identity.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { getTranslations } from "next-intl/server";

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
        </li>
      ))}
    </ul>
  );
}
