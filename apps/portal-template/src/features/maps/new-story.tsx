"use client";
import type { MapView } from "@archipel/contracts/place.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { BookOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { FailureAlert } from "../site/failure-alert.tsx";

interface NewStoryProps {
  readonly communityId: string;
  readonly portalId: string;
  /** Where the portal's map opens. */
  readonly view: MapView;
  readonly locale: Locale;
}

/** Makes an empty private story and opens its editor. */
export function NewStory({ communityId, portalId, view, locale }: NewStoryProps) {
  const t = useTranslations("maps.mine");
  const create = useMutation(
    useApi().maps.create.mutationOptions({ onSuccess: ({ slug }) => window.location.assign(links.editMap(locale, slug)) }),
  );
  const start = () =>
    create.mutate({ communityId, portalId, kind: "story", title: { [locale]: t("newStoryTitle") }, state: { view, layers: [] } });
  return (
    <>
      <Button tone="primary" disabled={create.isPending || create.isSuccess} onClick={start}>
        <BookOpen aria-hidden className="size-5" />
        {t("newStory")}
      </Button>
      {create.error && (
        <div className="order-last w-full">
          <FailureAlert error={create.error} />
        </div>
      )}
    </>
  );
}
