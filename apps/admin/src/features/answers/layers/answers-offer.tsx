"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { FailureAlert } from "../../../kit/failure-alert.tsx";

/**
 * On the page of a portal that answers nothing yet and could: one click declares its layers as they were recognised, and chooses the rules that read
 * them.
 */
export function AnswersOffer({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("admin.answers.offer");
  const tn = useTranslations("admin.answers.packs.names");
  const api = useApi();
  const queryClient = useQueryClient();
  const list = new Intl.ListFormat(useLocale());
  const input = { communityId: portal.communityId, portalId: portal.id };
  const proposals = useQuery(api.answers.proposals.queryOptions(input, { enabled: !portal.hasAnswers, retry: false }));
  const useful = (proposals.data ?? []).filter(({ speaksFor }) => speaksFor.length > 0);
  const packs = [...new Set(useful.flatMap(({ speaksFor }) => speaksFor))];
  const choose = useMutation(api.answers.choosePacks.mutationOptions());
  const accept = useMutation(
    api.answers.acceptProposals.mutationOptions({
      onSuccess: async () => {
        await choose.mutateAsync({ ...input, packs });
        await Promise.all([
          queryClient.invalidateQueries(api.answers.pathFilter()),
          queryClient.invalidateQueries(api.portals.pathFilter()),
        ]);
      },
    }),
  );
  if (choose.isSuccess) {
    return (
      <Alert
        tone="success"
        isLive
        title={t("done")}
        action={
          <LinkButton tone="primary" href={portal.address} target="_blank" rel="noreferrer">
            {t("ask")}
            <ExternalLink aria-hidden className="size-4" />
          </LinkButton>
        }
      />
    );
  }
  if (portal.hasAnswers || useful.length === 0) return null;
  return (
    <Alert
      tone="info"
      title={t("title", { count: useful.length })}
      repair={t("text", { layers: list.format(useful.map(({ title }) => title)), packs: list.format(packs.map((pack) => tn(pack))) })}
      action={
        <div className="flex flex-col gap-2">
          <Button
            tone="primary"
            className="self-start"
            disabled={accept.isPending || choose.isPending}
            onClick={() => accept.mutate({ ...input, layerIds: useful.map(({ layerId }) => layerId) })}
          >
            {t("accept")}
          </Button>
          {(accept.error ?? choose.error) && <FailureAlert error={accept.error ?? choose.error} />}
        </div>
      }
    />
  );
}
