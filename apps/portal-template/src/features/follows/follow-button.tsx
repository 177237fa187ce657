"use client";
import type { FollowSubject } from "@archipel/contracts/follows.ts";
import { Button, type ButtonTone } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellPlus, BellRing } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

interface FollowButtonProps {
  readonly portalId: string;
  readonly subject: FollowSubject;
  /** The follow when the page was rendered; undefined: not known, the button asks. */
  readonly initial?: string | null | undefined;
  readonly tone?: ButtonTone;
  readonly className?: string;
}

/** Follows a subject, or stops. It says what following it means. */
export function FollowButton({ portalId, subject, initial, tone = "quiet", className }: FollowButtonProps) {
  const locale = useLocale();
  const t = useTranslations("follows");
  const api = useApi();
  const queryClient = useQueryClient();
  const state = useQuery({
    ...api.follows.state.queryOptions({ portalId, subject, locale }),
    ...(initial !== undefined && { initialData: { followId: initial } }),
    staleTime: 60_000,
  });
  const settle = () => queryClient.invalidateQueries({ queryKey: api.follows.state.queryKey() });
  const add = useMutation(api.follows.add.mutationOptions({ onSuccess: settle }));
  const stop = useMutation(api.follows.stop.mutationOptions({ onSettled: settle }));
  const followId = state.data?.followId ?? null;
  const isPending = add.isPending || stop.isPending || state.isPending;
  const Icon = followId === null ? BellPlus : BellRing;
  return (
    <div className={className}>
      <Button
        tone={tone}
        aria-pressed={followId !== null}
        title={t(`means.${subject.kind}`)}
        disabled={isPending}
        onClick={() => (followId === null ? add.mutate({ portalId, subject, locale }) : stop.mutate({ followId }))}
      >
        <Icon aria-hidden className="size-4" />
        {t(followId === null ? `follow.${subject.kind}` : `following.${subject.kind}`)}
      </Button>
      <span role="status" className="sr-only">
        {followId !== null && add.isSuccess && t(`means.${subject.kind}`)}
      </span>
      {(add.error ?? stop.error) && <FailureAlert error={add.error ?? stop.error} />}
    </div>
  );
}
