import type { Role } from "@archipel/contracts/members.ts";
import { Award, Building2, FileUp, Globe, KeyRound, type LucideIcon, PenLine, UserPlus } from "lucide-react";
import { links } from "../../links.ts";

interface Action {
  /** Message key of its name. */
  readonly name:
    | "admin.uploads.add"
    | "admin.portals.create"
    | "admin.members.inviteTitle"
    | "models.editor.page.new"
    | "admin.labels.add"
    | "admin.keys.add"
    | "admin.platform.create";
  readonly Icon: LucideIcon;
  readonly needs: Role | "operator";
  readonly href: (community: string) => string;
}

/** Actions that can start from any page. The page at the address opens the form. */
export const actions: readonly Action[] = [
  { name: "admin.uploads.add", Icon: FileUp, needs: "contributor", href: links.uploads },
  { name: "admin.portals.create", Icon: Globe, needs: "manager", href: links.newPortal },
  { name: "admin.members.inviteTitle", Icon: UserPlus, needs: "manager", href: (community) => links.inviteMember(community) },
  { name: "models.editor.page.new", Icon: PenLine, needs: "manager", href: links.newModel },
  { name: "admin.labels.add", Icon: Award, needs: "manager", href: links.newLabel },
  { name: "admin.keys.add", Icon: KeyRound, needs: "manager", href: links.newKey },
  { name: "admin.platform.create", Icon: Building2, needs: "operator", href: links.newCommunity },
];
