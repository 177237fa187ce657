"use client";
import type { OwnPasskey, OwnPasskeys } from "@archipel/contracts/identity-passkeys.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountSite } from "../account-site.tsx";
import { AddPasskey, RemovePasskey, RenamePasskey } from "./passkey-forms.tsx";

const QUERY_KEY = ["account", "passkeys"];

type Doing = { readonly act: "add" } | { readonly act: "rename" | "remove"; readonly id: string } | null;

/** The person's passkeys: added at the hub, named and removed here. */
export function Passkeys() {
  const t = useTranslations("identity.passkeys");
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const [doing, setDoing] = useState<Doing>(null);
  const own = useQuery({ queryKey: QUERY_KEY, queryFn: () => client.identity.passkeys.query() });
  if (own.error) return failure(own.error);
  if (own.isPending) return <Skeleton className="h-24" />;
  const { isOffered, needs, most, passkeys } = own.data;
  const cancel = () => setDoing(null);
  const done = () => {
    setDoing(null);
    // The journal too.
    return queryClient.invalidateQueries({ queryKey: ["account"] });
  };
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      {passkeys.length === 0 && <p>{t("none")}</p>}
      {passkeys.length > 0 && (
        <ul className="flex flex-col divide-y divide-line border-line border-y">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="grid gap-3 py-3">
              <PasskeyRow passkey={passkey} onDo={doing === null ? (act) => setDoing({ act, id: passkey.id }) : null} />
              {doing?.act === "rename" && doing.id === passkey.id && <RenamePasskey passkey={passkey} onDone={done} onCancel={cancel} />}
              {doing?.act === "remove" && doing.id === passkey.id && (
                <RemovePasskey passkey={passkey} needs={needs} onDone={done} onCancel={cancel} />
              )}
            </li>
          ))}
        </ul>
      )}
      <Adding
        state={{ isOffered, isFull: passkeys.length >= most, needs }}
        isOpen={doing?.act === "add"}
        onOpen={doing === null ? () => setDoing({ act: "add" }) : null}
        onCancel={cancel}
      />
    </div>
  );
}

interface AddingProps {
  readonly state: Pick<OwnPasskeys, "isOffered" | "needs"> & { readonly isFull: boolean };
  readonly isOpen: boolean;
  readonly onOpen: (() => void) | null;
  readonly onCancel: () => void;
}

function Adding({ state: { isOffered, isFull, needs }, isOpen, onOpen, onCancel }: AddingProps) {
  const t = useTranslations("identity.passkeys");
  if (!isOffered) return <p className="max-w-prose text-ink-muted">{t("unavailable")}</p>;
  if (isFull) return <p className="max-w-prose text-ink-muted">{t("full")}</p>;
  if (isOpen) return <AddPasskey needs={needs} onCancel={onCancel} />;
  return (
    <Button className="justify-self-start" disabled={onOpen === null} onClick={onOpen ?? undefined}>
      {t("add")}
    </Button>
  );
}

interface PasskeyRowProps {
  readonly passkey: OwnPasskey;
  readonly onDo: ((act: "rename" | "remove") => void) | null;
}

function PasskeyRow({ passkey: { name, createdAt, lastUsedAt, isSynced, copiedAt }, onDo }: PasskeyRowProps) {
  const t = useTranslations("identity.passkeys");
  const locale = useLocale();
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div className="min-w-0">
        <p className="wrap-anywhere font-medium">
          {name} {copiedAt && <Badge tone="danger">{t("copied", { date: formatDate(locale, copiedAt) })}</Badge>}
        </p>
        <p className="text-ink-muted text-small">
          {t("since", { date: formatDate(locale, createdAt) })} ·{" "}
          {lastUsedAt ? t("lastUsed", { date: formatDate(locale, lastUsedAt) }) : t("neverUsed")} · {t(isSynced ? "synced" : "oneDevice")}
        </p>
        {copiedAt && <p className="max-w-prose text-small">{t("copiedText")}</p>}
      </div>
      {onDo && (
        <div className="flex flex-wrap gap-3">
          <Button onClick={() => onDo("rename")}>
            {t("rename")}
            <span className="sr-only"> {t("of", { name })}</span>
          </Button>
          <Button onClick={() => onDo("remove")}>
            {t("remove")}
            <span className="sr-only"> {t("of", { name })}</span>
          </Button>
        </div>
      )}
    </div>
  );
}
