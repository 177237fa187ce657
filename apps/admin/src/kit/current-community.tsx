"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import type { Me } from "@archipel/contracts/identity.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, use } from "react";
import { hasRole } from "./has-role.ts";

const MeContext = createContext<Me | null>(null);
const CommunityContext = createContext<MyCommunity | null>(null);

export function MeProvider({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

export function CommunityProvider({ community, children }: { readonly community: MyCommunity; readonly children: ReactNode }) {
  return <CommunityContext value={community}>{children}</CommunityContext>;
}

export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("useMe outside the signed-in console");
  return me;
}

/** The community in the address, where the person holds a role. */
export function useCommunity(): MyCommunity {
  const community = use(CommunityContext);
  if (!community) throw new Error("useCommunity outside /c/<community>");
  return community;
}

/** Why the person's role cannot use a control; undefined when it can. Locked controls are shown, not hidden. core-api checks again. */
export function useRoleReason(): (needed: Role) => string | undefined {
  const community = useCommunity();
  const t = useTranslations("admin.roles");
  return (needed) => (hasRole(community, needed) ? undefined : t("reason", { role: t(`names.${needed}`) }));
}
