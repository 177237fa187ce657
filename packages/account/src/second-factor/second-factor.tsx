"use client";
import type { SecondFactor as State } from "@archipel/contracts/identity.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountSite } from "../account-site.tsx";
import { AppSetup } from "./app-setup.tsx";
import { ProofsForm } from "./proofs-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

const QUERY_KEY = ["account", "second-factor"];

type Doing = "nothing" | "setup" | "renew" | "end";

/** The authenticator app of the person: added, its recovery codes renewed, removed. */
export function SecondFactor({ email }: { readonly email: string }) {
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const [doing, setDoing] = useState<Doing>("nothing");
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const state = useQuery({ queryKey: QUERY_KEY, queryFn: () => client.identity.secondFactor.query() });
  const done = (made: readonly string[] | null) => {
    setCodes(made);
    setDoing("nothing");
    // The journal too.
    return queryClient.invalidateQueries({ queryKey: ["account"] });
  };
  const cancel = () => setDoing("nothing");
  if (state.error) return failure(state.error);
  if (state.isPending) return <Skeleton className="h-24" />;
  if (codes) return <RecoveryCodes codes={codes} email={email} onKept={() => setCodes(null)} />;
  if (doing === "setup") return <AppSetup onDone={done} onCancel={cancel} />;
  if (doing === "nothing") return <Status state={state.data} onDo={setDoing} />;
  return <ProofsForm act={doing} onDone={done} onCancel={cancel} />;
}

function Status({ state: { since, recoveryCodesLeft }, onDo }: { readonly state: State; readonly onDo: (doing: Doing) => void }) {
  const t = useTranslations("identity.secondFactor");
  const locale = useLocale();
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      {since === null ? (
        <>
          <p>{t("off")}</p>
          <Button className="justify-self-start" onClick={() => onDo("setup")}>
            {t("begin")}
          </Button>
        </>
      ) : (
        <>
          <div className="grid justify-items-start gap-1">
            <Badge tone="success">{t("on", { date: formatDate(locale, since) })}</Badge>
            <p>{t("left", { count: recoveryCodesLeft })}</p>
          </div>
          <div className="flex flex-wrap gap-3">
            <Button onClick={() => onDo("renew")}>{t("renew")}</Button>
            <Button onClick={() => onDo("end")}>{t("end")}</Button>
          </div>
        </>
      )}
    </div>
  );
}
