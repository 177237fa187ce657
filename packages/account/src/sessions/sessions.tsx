"use client";
import type { OwnSession } from "@archipel/contracts/identity-sessions.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useAccountSite } from "../account-site.tsx";

const QUERY_KEY = ["account", "sessions"];

/** Where the account is open: browsers, dates and ways in. One or all others are closed, on every portal at once. */
export function Sessions() {
  const t = useTranslations("identity.sessions");
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const sessions = useQuery({ queryKey: QUERY_KEY, queryFn: () => client.identity.sessions.query() });
  const end = useMutation({
    mutationFn: (id: string | null) =>
      id === null ? client.identity.endOtherSessions.mutate() : client.identity.endOwnSession.mutate({ id }),
    // The journal too; and after a refusal, a session may be gone already.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["account"] }),
  });
  if (sessions.error) return failure(sessions.error);
  if (sessions.isPending) return <Skeleton className="h-24" />;
  const others = sessions.data.filter(({ isThis }) => !isThis).length;
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {sessions.data.map((session) => (
          <li key={session.id}>
            <SessionRow session={session} onEnd={end.isPending ? null : () => end.mutate(session.id)} />
          </li>
        ))}
      </ul>
      {end.error && failure(end.error)}
      {others > 0 && (
        <Button className="justify-self-start" disabled={end.isPending} onClick={() => end.mutate(null)}>
          {t("endOthers", { count: others })}
        </Button>
      )}
    </div>
  );
}

function SessionRow({ session, onEnd }: { readonly session: OwnSession; readonly onEnd: (() => void) | null }) {
  const t = useTranslations("identity.sessions");
  const locale = useLocale();
  const { browser, system, since, lastUsedAt, isThis, provider, isPasskey, hasSecondStep } = session;
  const where = browser === null ? t("unknown") : system === null ? browser : t("on", { browser, system });
  const by = isPasskey
    ? t("byPasskey")
    : provider === null
      ? t("byPassword")
      : t("byProvider", { provider: provider[locale] ?? provider.fr ?? "" });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="font-medium">
          {where} {isThis && <Badge tone="success">{t("this")}</Badge>}
        </p>
        <p className="text-ink-muted text-small">
          {t("since", { date: formatDateTime(locale, since) })} · {t("lastUse", { date: formatDateTime(locale, lastUsedAt) })}
        </p>
        <p className="text-ink-muted text-small">{hasSecondStep && !isPasskey ? t("withSecondStep", { by }) : by}</p>
      </div>
      {!isThis && (
        <Button disabled={onEnd === null} onClick={onEnd ?? undefined}>
          {t("end")}
          <span className="sr-only"> {where}</span>
        </Button>
      )}
    </div>
  );
}
