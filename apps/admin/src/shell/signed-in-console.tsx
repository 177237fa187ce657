"use client";
import type { Me } from "@archipel/contracts/identity.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { isTypedHere } from "@archipel/session/typed-here.ts";
import { ToastRegion } from "@archipel/ui/toast.tsx";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { ApiProvider, useApi } from "../api/api.ts";
import { OwnAccount } from "../features/account/own-account.tsx";
import { useRightsWatch } from "../features/communities/use-rights-watch.ts";
import { TransfersProvider } from "../features/transfers/transfers-provider.tsx";
import { MeProvider } from "../kit/current-community.tsx";
import { ConsoleShell } from "./console-shell.tsx";
import { SessionEnd } from "./session-end.tsx";

/** Providers for the whole visit: API, signed-in person, transfers, toasts. */
export function SignedInConsole({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <ApiProvider>
      <ToastRegion label={t("toasts")} closeLabel={t("actions.close")}>
        <OwnAccount>
          <WithMe initial={me}>{children}</WithMe>
        </OwnAccount>
        <SessionEnd personId={me.id} />
      </ToastRegion>
    </ApiProvider>
  );
}

function WithMe({ initial, children }: { readonly initial: Me; readonly children: ReactNode }) {
  const api = useApi();
  const { data } = useQuery(api.identity.me.queryOptions(undefined, { initialData: initial, staleTime: 30_000, refetchInterval: 30_000 }));
  useRightsWatch();
  const me = data ?? initial;
  const hasEnded = data === null;
  useEffect(() => {
    // With typed text on the page, `SessionEnd` asks instead.
    if (hasEnded && !isTypedHere()) window.location.assign(signInPath(window.location.pathname));
  }, [hasEnded]);
  const slug = useParams<{ community?: string }>().community;
  const community = me.communities.find((candidate) => candidate.slug === slug) ?? null;
  // The account page and the not-found page keep the navigation of the person's only community.
  const only = me.communities.length === 1 ? (me.communities[0] ?? null) : null;
  return (
    <MeProvider me={me}>
      <TransfersProvider community={community}>
        <ConsoleShell community={community ?? only}>{children}</ConsoleShell>
      </TransfersProvider>
    </MeProvider>
  );
}
