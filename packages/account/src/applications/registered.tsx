"use client";
import type { KeyDataset } from "@archipel/contracts/access.ts";
import type { Application, NewApplication, registerApplicationInput } from "@archipel/contracts/applications.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { z } from "zod";
import { RegisterForm } from "./register-form.tsx";

export type NewRegistration = z.input<typeof registerApplicationInput>;

interface RegisteredProps {
  readonly items: readonly Application[];
  readonly onRegister: (input: NewRegistration) => Promise<NewApplication>;
  readonly onRenew: (id: string) => Promise<NewApplication>;
  readonly onRemove: (id: string) => Promise<unknown>;
  readonly findDatasets: (text: string) => Promise<readonly KeyDataset[]>;
  readonly failure: (error: unknown) => ReactNode;
}

/** The applications that a person or a community has registered, and the form for another one. */
export function Registered({ items, onRegister, onRenew, onRemove, findDatasets, failure }: RegisteredProps) {
  const t = useTranslations("access.applications");
  const ta = useTranslations("common.actions");
  const [made, setMade] = useState<NewApplication | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [removed, setRemoved] = useState<Application | null>(null);
  const register = useMutation({
    mutationFn: onRegister,
    onSuccess: (one) => {
      setMade(one);
      setOpen(false);
    },
  });
  const renew = useMutation({ mutationFn: onRenew, onSuccess: setMade });
  const remove = useMutation({ mutationFn: onRemove, onSuccess: () => setRemoved(null) });
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      {made && <Made made={made} />}
      {renew.error && failure(renew.error)}
      {items.length === 0 ? (
        <p className="text-ink-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line border-line border-y">
          {items.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
              <ApplicationFacts application={one} />
              <div className="flex flex-wrap gap-2">
                {one.kind === "confidential" && (
                  <Button aria-label={t("renewNamed", { name: one.name })} disabled={renew.isPending} onClick={() => renew.mutate(one.id)}>
                    {t("renew")}
                  </Button>
                )}
                <Button aria-label={t("removeNamed", { name: one.name })} onClick={() => setRemoved(one)}>
                  {t("remove")}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Button className="self-start" onClick={() => setOpen(true)}>
        {t("register")}
      </Button>
      {isOpen && (
        <RegisterForm
          isBusy={register.isPending}
          failure={register.error && failure(register.error)}
          findDatasets={findDatasets}
          onClose={() => setOpen(false)}
          onRegister={(input) => register.mutate(input)}
        />
      )}
      <Dialog
        title={t("removeNamed", { name: removed?.name ?? "" })}
        closeLabel={ta("close")}
        open={removed !== null}
        onOpenChange={(open) => !open && setRemoved(null)}
        footer={
          <>
            <Button onClick={() => setRemoved(null)}>{ta("cancel")}</Button>
            <Button tone="danger" disabled={remove.isPending} onClick={() => removed && remove.mutate(removed.id)}>
              {t("remove")}
            </Button>
          </>
        }
      >
        <p>{t("removeText")}</p>
        {remove.error && failure(remove.error)}
      </Dialog>
    </div>
  );
}

/** Name, state, client id and number of people of an application. */
export function ApplicationFacts({ application }: { readonly application: Application }) {
  const t = useTranslations("access.applications");
  const { name, kind, clientId, people, scopes, redirectUris, suspendedReason } = application;
  return (
    <div className="min-w-0 flex-1 basis-56">
      <p className="flex flex-wrap items-center gap-x-3 break-words font-medium">
        {name}
        <Badge tone="info">{t(`kinds.${kind}`)}</Badge>
        {suspendedReason !== null && <Badge tone="danger">{t("suspended")}</Badge>}
      </p>
      <p className="break-all text-ink-muted text-small">{t("clientId", { id: clientId })}</p>
      <p className="break-words text-ink-muted text-small">{scopes.map((scope) => t(`scopes.${scope}`)).join(" · ")}</p>
      <p className="break-all text-ink-muted text-small">{redirectUris.join(" · ")}</p>
      <p className="text-ink-muted text-small">{t("people", { count: people })}</p>
      {suspendedReason !== null && <p className="text-small text-warning">{t("suspendedWhy", { reason: suspendedReason })}</p>}
    </div>
  );
}

function Made({ made }: { readonly made: NewApplication }) {
  const t = useTranslations("access.applications");
  const ta = useTranslations("common.actions");
  return (
    <Alert tone="success" title={t("made", { name: made.name })} repair={made.clientSecret === null ? undefined : t("secretText")} isLive>
      {[made.clientId, made.clientSecret].map(
        (text) =>
          text !== null && (
            <div key={text} className="mt-2 flex flex-wrap items-center gap-2">
              <code className="select-all break-all rounded-control bg-surface px-3 py-2">{text}</code>
              <CopyButton text={text} label={ta("copy")} copiedLabel={ta("copied")} />
            </div>
          ),
      )}
    </Alert>
  );
}
