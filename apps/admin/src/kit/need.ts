import type { LucideIcon } from "lucide-react";

/** Something that waits for the person, as the overview lists it. */
export interface Need {
  readonly key: string;
  readonly Icon: LucideIcon;
  readonly text: string;
  readonly detail?: string;
  readonly href: string;
  readonly isUrgent?: boolean;
}
