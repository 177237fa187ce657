import { mapView } from "@archipel/contracts/place.ts";
import { z } from "zod";

const setView = z.object({ archipel: z.literal(1), type: z.literal("set-view"), view: mapView });

/** The view that a message of the page around the frame asks for; null for any other message. */
export function askedView(message: unknown): z.infer<typeof mapView> | null {
  return setView.safeParse(message).data?.view ?? null;
}
