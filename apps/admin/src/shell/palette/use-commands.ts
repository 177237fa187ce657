"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { hasRole } from "../../kit/has-role.ts";
import { useSettled } from "../../kit/use-settled.ts";
import { links } from "../../links.ts";
import type { PaletteEntry, PaletteGroup } from "./palette-list.tsx";
import { typedCommand } from "./typed-command.ts";

/** The person who gets a right. */
export interface Grantee {
  readonly name: string;
  readonly email: string;
}

const SHOWN = 6;
const SETTLED_MS = 150;
const ADDRESS = /^\S+@\S+\.\S+$/;

/**
 * What a typed sentence does: "invite vera@…" opens the invitation with her address; "grant Vera" asks for the data, then opens the right.
 *
 * @param grantee chosen in a first step; the text then looks for the data
 */
export function useCommands(
  community: MyCommunity | null,
  typed: string,
  { grantee, onGrantee }: { readonly grantee: Grantee | null; readonly onGrantee: (grantee: Grantee) => void },
): PaletteGroup {
  const t = useTranslations("admin.palette");
  const api = useApi();
  const isManager = community !== null && hasRole(community, "manager");
  const slug = community?.slug ?? "";
  const command = isManager && !grantee ? typedCommand(typed) : null;
  const about = useSettled(command?.about ?? "", SETTLED_MS);
  const data = useSettled(grantee ? typed.trim() : "", SETTLED_MS);
  const base = { communityId: community?.id ?? "", limit: SHOWN };
  const people = useQuery(api.members.list.queryOptions({ ...base, q: about }, { enabled: command?.act === "grant" && about !== "" }));
  const wantsData = grantee !== null || (command?.act === "grant" && command.about === "");
  const datasets = useQuery(api.datasets.list.queryOptions({ ...base, ...(data && { q: data }) }, { enabled: isManager && wantsData }));
  const group = (entries: readonly PaletteEntry[]): PaletteGroup => ({ key: "commands", heading: t("actions"), entries });
  if (grantee || (command?.act === "grant" && command.about === "")) {
    return group(
      (datasets.data?.items ?? []).map(({ id, title }) => ({
        id: `grant-on-${id}`,
        label: grantee ? t("grantOn", { who: grantee.name, title }) : t("grantData", { title }),
        Icon: KeyRound,
        href: links.giveRight(slug, id, grantee?.email),
      })),
    );
  }
  if (command?.act === "invite" && command.about !== "")
    return group([
      {
        id: "invite",
        label: t("invite", { who: command.about }),
        Icon: UserPlus,
        href: links.inviteMember(slug, ADDRESS.test(command.about) ? command.about : undefined),
      },
    ]);
  if (command?.act !== "grant") return group([]);
  const found: readonly Grantee[] = people.data?.items ?? [];
  // Somebody who is no member may get a right too.
  const named = found.length === 0 && ADDRESS.test(command.about) ? [{ name: command.about, email: command.about }] : found;
  return group(
    named.map(({ name, email }) => ({
      id: `grant-${email}`,
      label: t("grant", { who: name }),
      ...(name !== email && { detail: email }),
      Icon: KeyRound,
      next: () => onGrantee({ name, email }),
    })),
  );
}
