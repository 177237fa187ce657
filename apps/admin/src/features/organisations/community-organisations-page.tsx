"use client";
import type { CommunityAgreement } from "@archipel/contracts/organisations.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Network, Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { AskDialog } from "./ask-dialog.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { GivenDialog } from "./given-dialog.tsx";
import { useGivenWords } from "./use-given-words.ts";
import { useOrganisationName } from "./use-name.ts";

export const STATE_TONES: Record<CommunityAgreement["state"], BadgeTone> = {
  agreed: "success",
  asked: "info",
  invited: "warning",
  ended: "neutral",
};

interface Chosen {
  readonly agreement: CommunityAgreement;
  readonly act: "accept" | "change" | "end";
}

/** The organisations that the community is with, what it gives them, and how it leaves. */
export function CommunityOrganisationsPage() {
  const t = useTranslations("organisations.community");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const agreements = useQuery(api.organisations.ofCommunity.queryOptions({ communityId }));
  const [isAsking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const close = () => setChosen(null);
  const open = agreements.data?.filter(({ state }) => state !== "ended") ?? [];
  const ask = (
    <Button tone="primary" onClick={() => setAsking(true)}>
      <Plus aria-hidden className="size-4" />
      {t("ask")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} actions={open.length > 0 ? ask : undefined} />
      <QueryView query={agreements} rows={3}>
        {(all) => (
          <>
            {open.length === 0 ? (
              <EmptyState icon={<Network aria-hidden className="size-10" />} title={t("emptyTitle")} action={ask}>
                {t("emptyText")}
              </EmptyState>
            ) : (
              <ul className="divide-y divide-line rounded-card border border-line bg-surface">
                {open.map((agreement) => (
                  <AgreementRow key={agreement.id} agreement={agreement} onAct={(act) => setChosen({ agreement, act })} />
                ))}
              </ul>
            )}
            <Ended agreements={all.filter(({ state }) => state === "ended")} />
          </>
        )}
      </QueryView>
      {isAsking && <AskDialog onClose={() => setAsking(false)} />}
      {chosen && <ActDialog key={`${chosen.agreement.id} ${chosen.act}`} chosen={chosen} onClose={close} />}
    </>
  );
}

function AgreementRow({ agreement, onAct }: { readonly agreement: CommunityAgreement; readonly onAct: (act: Chosen["act"]) => void }) {
  const t = useTranslations("organisations.community");
  const ts = useTranslations("organisations.states");
  const locale = useLocale();
  const name = useOrganisationName()(agreement.organisation);
  const words = useGivenWords();
  const { state, given, message, agreedAt, organisation } = agreement;
  const end = state === "agreed" ? "leave" : state === "invited" ? "refuse" : "withdraw";
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-5 py-4">
      <div className="min-w-0 flex-1 basis-72">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="break-words font-medium text-base">{name}</h2>
          <Badge tone={STATE_TONES[state]}>{ts(state)}</Badge>
        </div>
        {organisation.description && <p className="mt-1 max-w-prose whitespace-pre-line break-words">{organisation.description}</p>}
        {state === "invited" ? (
          <p className="mt-1 max-w-prose">{t("invitedText")}</p>
        ) : (
          <p className="mt-1 max-w-prose">{t(state === "agreed" ? "gives" : "wouldGive", { list: words(given) })}</p>
        )}
        {message && state !== "agreed" && (
          <p className="mt-1 max-w-prose whitespace-pre-line break-words">
            {t(state === "asked" ? "ownMessage" : "message", { words: message })}
          </p>
        )}
        <p className="mt-1 text-ink-muted text-small">
          {[
            t("members", { count: organisation.members }),
            ...(agreedAt ? [t("since", { date: formatDate(locale, agreedAt, "medium") })] : []),
          ].join(" · ")}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t(`${end}Of`, { name })} onClick={() => onAct("end")}>
          {t(end)}
        </Button>
        {state === "invited" ? (
          <Button tone="primary" aria-label={t("acceptTitle", { name })} onClick={() => onAct("accept")}>
            {t("accept")}
          </Button>
        ) : (
          <Button aria-label={t("changeOf", { name })} onClick={() => onAct("change")}>
            {t("change")}
          </Button>
        )}
      </div>
    </li>
  );
}

function ActDialog({ chosen, onClose }: { readonly chosen: Chosen; readonly onClose: () => void }) {
  const t = useTranslations("organisations.community");
  const te = useTranslations("organisations.end");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { agreement, act } = chosen;
  const name = useOrganisationName()(agreement.organisation);
  const saying = (title: string) => ({
    onSuccess: async () => {
      toasts.add({ title });
      onClose();
      await queryClient.invalidateQueries(api.organisations.pathFilter());
    },
  });
  const accept = useMutation(api.organisations.accept.mutationOptions(saying(t("accepted", { name }))));
  const change = useMutation(api.organisations.setGiven.mutationOptions(saying(t("changed"))));
  const end = useMutation(api.organisations.end.mutationOptions(saying(te("done"))));
  const about = { communityId, agreementId: agreement.id };
  const textOf = (error: unknown) => (error ? errorText(error) : undefined);
  if (act === "end") {
    return (
      <EndDialog
        name={agreement.state === "agreed" ? name : null}
        isPending={end.isPending}
        error={textOf(end.error)}
        onClose={onClose}
        onEnd={(reason) => end.mutate({ ...about, reason })}
      />
    );
  }
  const call = act === "accept" ? accept : change;
  return (
    <GivenDialog
      name={name}
      given={agreement.given}
      isAnswer={act === "accept"}
      isPending={call.isPending}
      error={textOf(call.error)}
      onClose={onClose}
      onSave={(given) => call.mutate({ ...about, given })}
    />
  );
}

function Ended({ agreements }: { readonly agreements: readonly CommunityAgreement[] }) {
  const t = useTranslations("organisations.community");
  const locale = useLocale();
  const nameOf = useOrganisationName();
  if (agreements.length === 0) return null;
  return (
    <details className="rounded-card border border-line bg-surface">
      <summary className="min-h-10 cursor-pointer content-center px-5">{t("over", { count: agreements.length })}</summary>
      <ul className="divide-y divide-line border-line border-t">
        {agreements.map(({ id, organisation, ended }) => (
          <li key={id} className="px-5 py-3">
            <p className="break-words font-medium">{nameOf(organisation)}</p>
            {ended && (
              <p className="break-words text-ink-muted text-small">
                {t("overLine", { date: formatDate(locale, ended.at, "medium"), by: ended.by, reason: ended.reason })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
