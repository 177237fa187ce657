"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";

/** The layers that the portal shows and its answer does not read: one click declares those of the community as they are recognised. */
export function UnreadNotice({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("admin.answers.unread");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const list = new Intl.ListFormat(useLocale());
  const input = { communityId, portalId };
  const { data } = useQuery(api.answers.settings.queryOptions(input, { retry: false }));
  const accept = useMutation(
    api.answers.acceptProposals.mutationOptions({
      onSuccess: ({ declared }) => {
        toasts.add({ title: t("done", { count: declared }) });
        return queryClient.invalidateQueries(api.answers.pathFilter());
      },
    }),
  );
  const unread = data && data.packs.length > 0 ? data.layers.filter(({ isUnread }) => isUnread) : [];
  if (unread.length === 0) return null;
  const named = (layers: typeof unread) => list.format(layers.map(({ title }) => title));
  const [own, others] = [unread.filter(({ isOwn }) => isOwn), unread.filter(({ isOwn }) => !isOwn)];
  const repair = [t("text", { layers: named(unread) }), others.length > 0 && t("others", { layers: named(others) })];
  const action = own.length > 0 && (
    <div className="flex flex-col gap-2">
      <Button
        tone="primary"
        className="self-start"
        disabled={accept.isPending}
        onClick={() => accept.mutate({ ...input, layerIds: own.map(({ layerId }) => layerId) })}
      >
        {t("accept", { count: own.length })}
      </Button>
      {accept.error && <FailureAlert error={accept.error} />}
    </div>
  );
  return <Alert tone="warning" title={t("title", { count: unread.length })} repair={repair.filter(Boolean).join(" ")} action={action} />;
}
