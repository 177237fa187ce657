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
  Network,
  PanelsTopLeft,
  ScrollText,
  Settings,
  Trash2,
  Users,
  UsersRound,
  Wand,
} from "lucide-react";
import { links } from "../links.ts";

/** An entry of the navigation for a community. Its name is the message `admin.nav.<key>`. */
interface CommunityDestination {
  readonly key:
    | "home"
    | "uploads"
    | "models"
    | "datasets"
    | "processings"
    | "jobs"
    | "labels"
    | "contributions"
    | "reports"
    | "portals"
    | "site"
    | "members"
    | "peopleGroups"
    | "organisations"
    | "bin"
    | "keys"
    | "audit"
    | "settings";
  readonly Icon: LucideIcon;
  readonly needs: Role;
  readonly href: (community: string) => string;
}

/** An entry for the operators of the platform, in any community. */
interface PlatformDestination {
  readonly key: "platform";
  readonly Icon: LucideIcon;
  readonly needs: "operator";
  readonly href: () => string;
}

export type Destination = CommunityDestination | PlatformDestination;

interface DestinationGroup {
  /** Message key `admin.nav.groups.<key>`; null for the entries above the groups. */
  readonly key: "data" | "collaboration" | "portals" | "people" | "platform" | null;
  readonly entries: readonly Destination[];
}

/** The pages of the console, in groups. A new page is one line here; the navigation and the palette read it. */
export const destinationGroups: readonly DestinationGroup[] = [
  { key: null, entries: [{ key: "home", Icon: House, needs: "member", href: links.community }] },
  {
    key: "data",
    entries: [
      { key: "uploads", Icon: Inbox, needs: "contributor", href: links.uploads },
      { key: "models", Icon: ListChecks, needs: "contributor", href: links.models },
      { key: "datasets", Icon: Layers, needs: "member", href: links.datasets },
      { key: "processings", Icon: Wand, needs: "contributor", href: links.processings },
      { key: "jobs", Icon: ListTodo, needs: "contributor", href: links.jobs },
      { key: "labels", Icon: Award, needs: "manager", href: links.labels },
      { key: "bin", Icon: Trash2, needs: "manager", href: links.bin },
    ],
  },
  {
    key: "collaboration",
    entries: [
      { key: "contributions", Icon: GitPullRequestArrow, needs: "contributor", href: links.contributions },
      { key: "reports", Icon: MapPinned, needs: "moderator", href: links.reports },
    ],
  },
  {
    key: "portals",
    entries: [
      { key: "portals", Icon: Globe, needs: "member", href: links.portals },
      { key: "site", Icon: PanelsTopLeft, needs: "manager", href: links.sites },
    ],
  },
  {
    key: "people",
    entries: [
      { key: "members", Icon: Users, needs: "moderator", href: links.members },
      { key: "peopleGroups", Icon: UsersRound, needs: "manager", href: links.groups },
      { key: "organisations", Icon: Network, needs: "manager", href: links.organisations },
      { key: "keys", Icon: KeyRound, needs: "manager", href: links.keys },
    ],
  },
  {
    key: "platform",
    entries: [
      { key: "audit", Icon: ScrollText, needs: "manager", href: links.audit },
      { key: "settings", Icon: Settings, needs: "manager", href: links.settings },
      { key: "platform", Icon: Building2, needs: "operator", href: links.platform },
    ],
  },
];

/** Whether the page at `pathname` belongs to the entry at `href`. The home page matches itself only. */
export function isCurrent(pathname: string, href: string): boolean {
  if (/^\/c\/[^/]+$/.test(href)) return pathname === href;
  // The site of a portal has an entry of its own.
  const [, community] = /^(\/c\/[^/]+)\/portals\/[^/]+\/site(\/|$)/.exec(pathname) ?? [];
  if (community !== undefined) return href === `${community}/site`;
  return pathname === href || pathname.startsWith(`${href}/`);
}
