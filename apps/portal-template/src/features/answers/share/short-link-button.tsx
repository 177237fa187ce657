"use client";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { Check, Link2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/react.tsx";
import { links } from "../../../links.ts";
import { FailureAlert } from "../../site/failure-alert.tsx";
import type { NamedPlace } from "../place-query.ts";

/** Makes a short link to an answer, copies it, and shows it: a browser may refuse the clipboard. */
export function ShortLinkButton({ portalId, place }: { readonly portalId: string; readonly place: NamedPlace }) {
  const locale = useLocale();
  const t = useTranslations("answers.card.tools");
  const shorten = useMutation(useApi().answers.shorten.mutationOptions());
  const address = shorten.data && `${window.location.origin}${links.shortAnswer(shorten.data.id)}`;
  const copy = async () => {
    const { id } = await shorten.mutateAsync({ portalId, place, locale });
    await navigator.clipboard.writeText(`${window.location.origin}${links.shortAnswer(id)}`).catch(() => {});
  };
  return (
    <>
      <Button tone="quiet" disabled={shorten.isPending} onClick={() => copy().catch(() => {})}>
        {address ? <Check aria-hidden className="size-4" /> : <Link2 aria-hidden className="size-4" />}
        <span aria-live="polite">{t(address ? "copied" : "short")}</span>
      </Button>
      {address && (
        <output className="figures flex min-h-control select-all items-center break-all rounded-control bg-sunken px-3 text-small">
          {address}
        </output>
      )}
      {shorten.error && <FailureAlert error={shorten.error} />}
    </>
  );
}
