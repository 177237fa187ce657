"use client";
import type { AnswerLayer, AnswerProposal } from "@archipel/contracts/answers.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Lightbulb } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { useFacts } from "./facts.ts";

interface ProposalsProps {
  readonly portalId: string;
  /** Layers that declare nothing. Without one, nothing can be proposed. */
  readonly undeclared: readonly AnswerLayer[];
  /** Opens the form of a layer, filled with what is proposed. */
  readonly onOpen: (layer: AnswerLayer) => void;
}

/** What the layers that declare nothing most likely are, by their deliveries and fields: one click declares them all. */
export function Proposals({ portalId, undeclared, onOpen }: ProposalsProps) {
  const t = useTranslations("admin.answers.proposals");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const own = undeclared.filter(({ isOwn }) => isOwn);
  const input = { communityId, portalId };
  const { data = [] } = useQuery(api.answers.proposals.queryOptions(input, { enabled: own.length > 0, retry: false }));
  const accept = useMutation(
    api.answers.acceptProposals.mutationOptions({
      onSuccess: ({ declared }) => {
        toasts.add({ title: t("done", { count: declared }) });
        return queryClient.invalidateQueries(api.answers.pathFilter());
      },
    }),
  );
  const shown = data.flatMap((proposal) => {
    const layer = own.find(({ layerId }) => layerId === proposal.layerId);
    return layer ? [{ layer, proposal }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <section
      aria-label={t("title", { count: shown.length })}
      className="flex flex-col gap-3 rounded-card border border-line bg-surface p-5"
    >
      <h3 className="flex items-center gap-2 font-title text-large">
        <Lightbulb aria-hidden className="size-5 shrink-0 text-accent" />
        {t("title", { count: shown.length })}
      </h3>
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <ul className="divide-y divide-line">
        {shown.map(({ layer, proposal }) => (
          <ProposedLayer key={layer.layerId} proposal={proposal} onOpen={() => onOpen({ ...layer, declared: proposal.declared })} />
        ))}
      </ul>
      {accept.error && <FailureAlert error={accept.error} />}
      <Button
        tone="primary"
        className="self-start"
        disabled={accept.isPending}
        onClick={() => accept.mutate({ ...input, layerIds: shown.map(({ layer }) => layer.layerId) })}
      >
        {t("accept", { count: shown.length })}
      </Button>
    </section>
  );
}

function ProposedLayer({ proposal, onOpen }: { readonly proposal: AnswerProposal; readonly onOpen: () => void }) {
  const t = useTranslations("admin.answers.proposals");
  const tn = useTranslations("admin.answers.packs.names");
  const facts = useFacts();
  const { title, by, speaksFor, declared } = proposal;
  const lines = [facts(declared), speaksFor.length > 0 && t("speaksFor", { packs: speaksFor.map((pack) => tn(pack)).join(", ") })];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="break-words font-medium">{title}</p>
        <p className="break-words text-ink-muted text-small">{[t(`by.${by}`), ...lines].filter(Boolean).join(" · ")}</p>
      </div>
      <Button aria-label={t("lookNamed", { title })} onClick={onOpen}>
        {t("look")}
      </Button>
    </li>
  );
}
