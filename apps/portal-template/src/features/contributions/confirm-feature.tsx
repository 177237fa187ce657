"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

interface ConfirmFeatureProps {
  readonly communityId: string;
  readonly layerId: string;
  readonly fid: number;
}

/** A contributor confirms that the feature is right: from then on it counts as reviewed. */
export function ConfirmFeature({ communityId, layerId, fid }: ConfirmFeatureProps) {
  const t = useTranslations("map.confirm");
  const confirm = useMutation(useApi().quality.confirm.mutationOptions());
  if (confirm.isSuccess) return <Alert tone="success" title={t("done")} isLive />;
  return (
    <div>
      <Button disabled={confirm.isPending} title={t("hint")} onClick={() => confirm.mutate({ communityId, layerId, fid })}>
        <BadgeCheck aria-hidden className="size-4" />
        {t("act")}
      </Button>
      {confirm.error && <FailureAlert error={confirm.error} />}
    </div>
  );
}
