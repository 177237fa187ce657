"use client";
import type { AddressCounts } from "@archipel/contracts/addresses.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import type { TableRef } from "./counts.ts";

interface FinishAddressesProps {
  readonly table: TableRef;
  readonly counts: AddressCounts;
}

/** Makes the points of what is placed, and opens them to be published. */
export function FinishAddresses({ table, counts }: FinishAddressesProps) {
  const t = useTranslations("admin.addresses");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const placed = counts.sure + counts.settled;
  const finish = useMutation(
    api.addresses.finish.mutationOptions({
      onSuccess: async ({ uploadId }) => {
        router.push(links.upload(community.slug, uploadId));
        await queryClient.invalidateQueries(api.uploads.pathFilter());
        await queryClient.invalidateQueries(api.addresses.pathFilter());
      },
    }),
  );
  return (
    <div className="flex flex-col items-start gap-2">
      {counts.doubtful > 0 && <p className="text-ink-muted text-small">{t("restText", { count: counts.doubtful })}</p>}
      <Button
        tone={counts.doubtful > 0 ? "secondary" : "primary"}
        aria-busy={finish.isPending}
        onClick={() => !finish.isPending && finish.mutate({ ...table, skipsRest: true })}
        {...(placed === 0 && { disabledReason: t("nothingPlaced") })}
      >
        {t("finish", { count: placed })}
      </Button>
      {finish.error && <Alert tone="danger" title={errorText(finish.error)} isLive />}
    </div>
  );
}
