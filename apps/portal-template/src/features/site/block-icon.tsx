import type { Icon as IconName } from "@archipel/blocks/field.ts";
import { ICON_DRAWINGS } from "@archipel/ui/icon-drawings.ts";

export function BlockIcon({ name, className }: { readonly name: IconName; readonly className?: string }) {
  const Icon = ICON_DRAWINGS[name];
  return <Icon aria-hidden className={className} />;
}
