"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { Button } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useRoleReason } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { usePortalPass } from "../../../kit/use-portal-link.ts";

/** The link by which people without an account see a portal before it is online. Its managers replace or revoke it. */
export function PrivateLink({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("admin.portals.privateLink");
  const common = useTranslations("common.actions");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const { passes } = usePortalPass(portal);
  const [asked, setAsked] = useState<"renew" | "revoke" | null>(null);
  const input = { communityId: portal.communityId, portalId: portal.id };
  const change = useMutation(
    api.portals.changeLink.mutationOptions({
      onSuccess: (found) => {
        setAsked(null);
        queryClient.setQueryData(api.portals.passes.queryKey(input), found);
      },
    }),
  );
  if (passes.error) return <FailureAlert error={passes.error} />;
  if (reason || !passes.data) return null;
  const { link } = passes.data;
  return (
    <section aria-labelledby="private-link-title" className="flex flex-col gap-3 rounded-card border border-line bg-surface px-5 py-4">
      <h2 id="private-link-title" className="text-large">
        {t("title")}
      </h2>
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      {link === null ? (
        <Button className="self-start" disabled={change.isPending} onClick={() => change.mutate({ ...input, isWanted: true })}>
          {t("create")}
        </Button>
      ) : (
        <>
          <Field label={t("address")}>
            {(control) => (
              <TextInput {...control} readOnly value={link} onFocus={(event) => event.target.select()} className="figures text-small" />
            )}
          </Field>
          <div className="flex flex-wrap gap-2">
            <CopyButton text={link} label={common("copy")} copiedLabel={common("copied")} />
            <Button onClick={() => setAsked("renew")}>{t("renew")}</Button>
            <Button onClick={() => setAsked("revoke")}>{t("revoke")}</Button>
          </div>
        </>
      )}
      {change.error && asked === null && <FailureAlert error={change.error} />}
      <ConfirmDialog
        title={t(asked === "revoke" ? "revokeTitle" : "renewTitle")}
        actionLabel={t(asked === "revoke" ? "revoke" : "renew")}
        open={asked !== null}
        onOpenChange={(isOpen) => !isOpen && setAsked(null)}
        isPending={change.isPending}
        error={change.error ? errorText(change.error) : undefined}
        onConfirm={() => change.mutate({ ...input, isWanted: asked === "renew" })}
      >
        <p>{t(asked === "revoke" ? "revokeText" : "renewText")}</p>
      </ConfirmDialog>
    </section>
  );
}
