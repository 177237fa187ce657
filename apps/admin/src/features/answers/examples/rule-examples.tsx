"use client";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { BookmarkPlus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { links } from "../../../links.ts";
import type { RuleDetails } from "../api-types.ts";

interface RuleExamplesProps {
  readonly portalId: string;
  readonly details: RuleDetails;
  readonly place: AnswerPlace;
  readonly change: Readonly<Record<string, unknown>>;
  /** The report at the place is shown, without mistakes. */
  readonly isReady: boolean;
  /** The rule is stored. */
  readonly canSave: boolean;
}

/** Keeps the tried place with what the rule answers there, and counts the kept places of the rule. */
export function RuleExamples({ portalId, details, place, change, isReady, canSave }: RuleExamplesProps) {
  const t = useTranslations("admin.answers.examples");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { pack, ruleKey, examples } = details;
  const save = useMutation(
    api.answers.saveExample.mutationOptions({
      onSuccess: async (expected) => {
        toasts.add({ title: t(expected.length > 0 ? "saved" : "savedSilent") });
        // The form keeps what is typed: only the lists of examples are read again.
        await queryClient.invalidateQueries(api.answers.examples.pathFilter());
      },
    }),
  );
  const reason = canSave ? (isReady ? undefined : t("notReady")) : t("saveRuleFirst");
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          reasonAlign="start"
          disabled={save.isPending}
          onClick={() => save.mutate({ communityId, portalId, pack, ruleKey, place, change: { ...change } })}
          {...(reason && { disabledReason: reason })}
        >
          <BookmarkPlus aria-hidden className="size-4" />
          {t("keep")}
        </Button>
        <Link className="underline underline-offset-2" href={links.answers(slug, portalId, "examples")}>
          {t("ofRule", { count: examples.length + (save.isSuccess ? 1 : 0) })}
        </Link>
      </div>
      {save.error && <FailureAlert error={save.error} />}
    </div>
  );
}
