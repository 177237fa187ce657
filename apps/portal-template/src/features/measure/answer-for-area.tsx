import type { LonLat } from "@archipel/geo/geodesic.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { FileSearch } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { FailureAlert } from "../site/failure-alert.tsx";

/** Asks what applies in a drawn area. A shape is too long for an address, so it gets a short link, which opens its page. */
export function AnswerForArea({ portalId, points }: { readonly portalId: string; readonly points: readonly LonLat[] }) {
  const locale = useLocale();
  const t = useTranslations("tools.measure");
  const shorten = useMutation(
    useApi().answers.shorten.mutationOptions({ onSuccess: ({ id }) => window.location.assign(links.answer(locale, { link: id })) }),
  );
  const ask = () => {
    const [first] = points;
    if (!first) return;
    const ring = [...points, first].map(([lon, lat]): [number, number] => [lon, lat]);
    shorten.mutate({ portalId, place: { kind: "drawn", geometry: { type: "Polygon", coordinates: [ring] } }, locale });
  };
  return (
    <>
      <Button tone="primary" disabled={shorten.isPending} onClick={ask}>
        <FileSearch aria-hidden className="size-4" />
        {t("answer")}
      </Button>
      {shorten.error && <FailureAlert error={shorten.error} />}
    </>
  );
}
