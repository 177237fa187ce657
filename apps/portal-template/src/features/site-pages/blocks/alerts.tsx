import type { BlockProps } from "../world.ts";

/** Alerts in force: nothing while nobody keeps them. "No alert" is never said. */
export function Alerts(_props: BlockProps<"alerts">) {
  return null;
}
