import type { BlockProps } from "../world.ts";

/** The newest news of the portal: nothing while a portal cannot write news. An empty column would look neglected. */
export function News(_props: BlockProps<"news">) {
  return null;
}

/** Alerts in force: nothing while nobody keeps them. "No alert" is never said. */
export function Alerts(_props: BlockProps<"alerts">) {
  return null;
}
