"use client";
import type { QualitySheet } from "@archipel/contracts/quality.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { useMutation } from "@tanstack/react-query";
import { Star } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

const STARS = [1, 2, 3, 4, 5] as const;

/** The person's own rating: give, change or withdraw it. */
export function RatingForm({ datasetId, mine }: { readonly datasetId: string; readonly mine: QualitySheet["myRating"] }) {
  const t = useTranslations("portal.quality.ratings");
  const router = useRouter();
  const [stars, setStars] = useState(mine?.stars ?? 0);
  const [comment, setComment] = useState(mine?.comment ?? "");
  const quality = useApi().quality;
  const rate = useMutation(quality.rate.mutationOptions({ onSuccess: () => router.refresh() }));
  const withdraw = useMutation(
    quality.withdrawRating.mutationOptions({
      onSuccess: () => {
        setStars(0);
        setComment("");
        rate.reset();
        router.refresh();
      },
    }),
  );
  const isBusy = rate.isPending || withdraw.isPending;
  return (
    <form
      method="dialog"
      className="mt-4 max-w-xl space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        withdraw.reset();
        if (stars > 0) rate.mutate({ datasetId, stars, comment });
      }}
    >
      <fieldset>
        <legend className="font-medium">{mine ? t("mine") : t("give")}</legend>
        <div className="mt-1 -ml-2.5 flex flex-wrap gap-1 max-sm:gap-0">
          {STARS.map((count) => (
            <label
              key={count}
              className="relative inline-flex size-11 cursor-pointer items-center justify-center rounded-control has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus"
            >
              <input
                ref={hearEarly}
                type="radio"
                name="stars"
                value={count}
                required
                checked={stars === count}
                onChange={() => setStars(count)}
                aria-label={t("stars", { count })}
                className="absolute inset-0 cursor-pointer opacity-0"
              />
              <Star aria-hidden className="size-6 text-accent-ink" {...(count <= stars && { fill: "currentColor" })} />
            </label>
          ))}
          {stars > 0 && <span className="self-center pl-2 text-ink-muted text-small">{t("stars", { count: stars })}</span>}
        </div>
      </fieldset>
      <Field label={t("comment")} mark={t("optional")} hint={t("commentHint")}>
        {(control) => (
          <textarea
            {...control}
            ref={hearEarly}
            rows={3}
            maxLength={1000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            className="w-full rounded-control border border-line-strong bg-surface px-3 py-2 text-ink"
          />
        )}
      </Field>
      {mine?.isHidden && <Alert tone="warning" title={t("hiddenTitle")} repair={t("hiddenRepair")} />}
      {rate.isSuccess && <Alert tone="success" title={t("saved")} isLive />}
      {withdraw.isSuccess && <Alert tone="success" title={t("withdrawn")} isLive />}
      {(rate.error ?? withdraw.error) && <FailureAlert error={rate.error ?? withdraw.error} />}
      <div className="flex flex-wrap gap-3">
        <Button
          type="submit"
          tone="primary"
          disabled={isBusy}
          reasonAlign="start"
          {...(stars === 0 && { disabledReason: t("starsFirst") })}
        >
          {mine ? t("change") : t("send")}
        </Button>
        {mine && (
          <Button type="button" tone="quiet" disabled={isBusy} onClick={() => withdraw.mutate({ datasetId })}>
            {t("withdraw")}
          </Button>
        )}
      </div>
    </form>
  );
}
