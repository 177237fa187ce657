import type { LucideIcon } from "lucide-react";

/** An item that waits for the person, in the list of the home page. */
export interface Need {
  readonly key: string;
  readonly Icon: LucideIcon;
  readonly text: string;
  readonly detail?: string;
  readonly href: string;
  readonly isUrgent?: boolean;
}
