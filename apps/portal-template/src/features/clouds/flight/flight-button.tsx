import { Button } from "@archipel/ui/button.tsx";
import { Pause, Plane } from "lucide-react";
import { useTranslations } from "next-intl";
import { FLIGHT_CONTROL, type FlightPlay } from "./use-flight.ts";

/** Starts and stops the flight. */
export function FlightButton({ play: { isFlying, toggle } }: { readonly play: FlightPlay }) {
  const t = useTranslations("clouds.viewer.flight");
  const Icon = isFlying ? Pause : Plane;
  return (
    <Button {...FLIGHT_CONTROL} onClick={toggle}>
      <Icon aria-hidden className="size-5" />
      {t(isFlying ? "stopFlight" : "start")}
    </Button>
  );
}
