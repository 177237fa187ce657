"use client";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { links } from "../../../links.ts";
import type { RuleDetails } from "../api-types.ts";
import { PublishAlone } from "./publish-alone.tsx";

interface RuleActionsProps {
  readonly portalId: string;
  readonly details: RuleDetails;
  /** What a save would send. */
  readonly change: Readonly<Record<string, unknown>>;
  readonly isChanged: boolean;
  readonly hasMistakes: boolean;
  /** Puts the pack's rule into the form; absent for a rule of the portal. */
  readonly onReset?: () => void;
}

/** Saves a draft, publishes another person's draft, drops a draft, or returns to the pack's rule. */
export function RuleActions({ portalId, details, change, isChanged, hasMistakes, onReset }: RuleActionsProps) {
  const t = useTranslations("admin.answers.rule");
  const { draft, published } = details;
  const acts = useActs(portalId, details);
  const [isAsking, setAsking] = useState<"publish" | "discard" | "remove" | null>(null);
  const errorText = useErrorText();
  const isNothing = Object.keys(change).length === 0 && !published;
  const saveReason = hasMistakes ? t("mistakesFirst") : !isChanged ? t("unchanged") : isNothing ? t("nothingToSave") : undefined;
  const isAlone = (draft?.isOwn ?? false) && details.isAlone;
  const publishReason = draft?.isOwn && !isAlone ? t("ownReason") : isChanged ? t("saveFirst") : undefined;
  const close = { onOpenChange: (isOpen: boolean) => !isOpen && setAsking(null), isPending: acts.isPending };
  const error = acts.error ? errorText(acts.error) : undefined;
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-5">
      {acts.error && isAsking === null && <FailureAlert error={acts.error} />}
      <div className="flex flex-wrap gap-3">
        <Button
          tone={draft && !draft.isOwn && !isChanged ? "secondary" : "primary"}
          reasonAlign="start"
          disabled={acts.isPending}
          onClick={() => acts.save(change)}
          {...(saveReason && { disabledReason: saveReason })}
        >
          {t("save")}
        </Button>
        {draft && (
          <Button
            tone={publishReason ? "secondary" : "primary"}
            onClick={() => setAsking("publish")}
            {...(publishReason && { disabledReason: publishReason })}
          >
            {t("publish")}
          </Button>
        )}
        {draft && <Button onClick={() => setAsking("discard")}>{t("discard")}</Button>}
        {onReset && (
          <Button tone="quiet" onClick={onReset}>
            {t("resetAll")}
          </Button>
        )}
        {!onReset && published && !draft && (
          <Button tone="danger" onClick={() => setAsking("remove")}>
            {t("removeRule")}
          </Button>
        )}
      </div>
      <p className="max-w-prose text-ink-muted text-small">{t(details.isAlone ? "oneManager" : "fourEyes")}</p>
      <ConfirmDialog
        {...close}
        open={isAsking === "publish" && !isAlone}
        title={t("publishTitle")}
        actionLabel={t("publish")}
        isDanger={false}
        error={error}
        onConfirm={() => draft && acts.publish(draft.id, undefined, () => setAsking(null))}
      >
        <p>{t("publishText")}</p>
      </ConfirmDialog>
      <PublishAlone
        {...close}
        open={isAsking === "publish" && isAlone}
        error={error}
        onConfirm={(reason) => draft && acts.publish(draft.id, reason, () => setAsking(null))}
      />
      <ConfirmDialog
        {...close}
        open={isAsking === "discard"}
        title={t("discardTitle")}
        actionLabel={t("discard")}
        error={error}
        onConfirm={() => acts.discard(() => setAsking(null))}
      >
        <p>{t("discardText")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...close}
        open={isAsking === "remove"}
        title={t("removeTitle")}
        actionLabel={t("removeRule")}
        error={error}
        onConfirm={() => acts.save({}, () => setAsking(null))}
      >
        <p>{t("removeText")}</p>
      </ConfirmDialog>
    </div>
  );
}

function useActs(portalId: string, { pack, ruleKey, draft, shipped, published }: RuleDetails) {
  const t = useTranslations("admin.answers.rule");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const router = useRouter();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const name = { communityId, portalId, pack, ruleKey };
  const done = (title: string) => {
    toasts.add({ title });
    return queryClient.invalidateQueries(api.answers.pathFilter());
  };
  const save = useMutation(api.answers.draftOverride.mutationOptions({ onSuccess: () => done(t("saved")) }));
  const publish = useMutation(api.answers.publishOverride.mutationOptions({ onSuccess: () => done(t("published")) }));
  const discard = useMutation(api.answers.discardDraft.mutationOptions({ onSuccess: () => done(t("discarded")) }));
  return {
    isPending: save.isPending || publish.isPending || discard.isPending,
    error: save.error ?? publish.error ?? discard.error,
    save: (change: Readonly<Record<string, unknown>>, then?: () => void) =>
      save.mutate(
        { ...name, change: { ...change }, basedOn: draft?.id ?? null },
        {
          onSuccess: () => {
            then?.();
            // A new rule has its own page once it is stored.
            if (!shipped && !published && !draft) router.replace(links.answerRule(slug, portalId, pack, ruleKey));
          },
        },
      ),
    publish: (draftId: string, aloneReason: string | undefined, then: () => void) =>
      publish.mutate({ ...name, draftId, ...(aloneReason === undefined ? {} : { aloneReason }) }, { onSuccess: then }),
    discard: (then: () => void) =>
      discard.mutate(name, {
        onSuccess: () => {
          then();
          // Nothing is left of a rule that was only a draft.
          if (!shipped && !published) router.replace(links.answers(slug, portalId, "rules"));
        },
      }),
  };
}
