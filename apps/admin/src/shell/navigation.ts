import type { Role } from "@archipel/contracts/members.ts";
import {
  Award,
  Building2,
  GitPullRequestArrow,
  Globe,
  House,
  Inbox,
  KeyRound,
  Layers,
  ListChecks,
  ListTodo,
  type LucideIcon,
  MapPinned,
  Rows3,
  ScrollText,
  Settings,
  Users,
  Wand,
} from "lucide-react";
import { links } from "../links.ts";

export interface Destination {
  /** Message key `admin.nav.<key>`. */
  readonly key:
    | "home"
    | "datasets"
    | "contributions"
    | "reports"
    | "uploads"
    | "models"
    | "processings"
    | "jobs"
    | "portals"
    | "labels"
    | "members"
    | "keys"
    | "audit"
    | "settings";
  readonly Icon: LucideIcon;
  readonly href: (community: string) => string;
  readonly needs: Role;
}

/** The console's nouns, in the order of the day's work. */
export const destinations: readonly Destination[] = [
  { key: "home", Icon: House, href: links.community, needs: "member" },
  { key: "uploads", Icon: Inbox, href: links.uploads, needs: "contributor" },
  { key: "models", Icon: ListChecks, href: links.models, needs: "contributor" },
  { key: "datasets", Icon: Layers, href: links.datasets, needs: "member" },
  { key: "processings", Icon: Wand, href: links.processings, needs: "contributor" },
  { key: "contributions", Icon: GitPullRequestArrow, href: links.contributions, needs: "contributor" },
  { key: "reports", Icon: MapPinned, href: links.reports, needs: "moderator" },
  { key: "portals", Icon: Globe, href: links.portals, needs: "member" },
  { key: "labels", Icon: Award, href: links.labels, needs: "manager" },
  { key: "members", Icon: Users, href: links.members, needs: "moderator" },
  { key: "jobs", Icon: ListTodo, href: links.jobs, needs: "contributor" },
  { key: "keys", Icon: KeyRound, href: links.keys, needs: "manager" },
  { key: "audit", Icon: ScrollText, href: links.audit, needs: "manager" },
  { key: "settings", Icon: Settings, href: links.settings, needs: "manager" },
];

export const platformDestinations = [{ key: "platform", Icon: Building2, href: links.platform }] as const;

export const CommunityIcon = Rows3;

/** Whether the page at `pathname` belongs to the entry at `href`; the home only to itself. */
export function isCurrent(pathname: string, href: string): boolean {
  if (/^\/c\/[^/]+$/.test(href)) return pathname === href;
  return pathname === href || pathname.startsWith(`${href}/`);
}
