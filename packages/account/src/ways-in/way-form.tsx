"use client";
import type { OwnerProofs, ProofsNeeded } from "@archipel/contracts/identity.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useAccountSite } from "../account-site.tsx";
import { ProofFields, proofsIn } from "../passkeys/proof-fields.tsx";

interface WayFormProps {
  /** `identityId`: the link to remove; null: one is added. */
  readonly provider: { readonly id: string; readonly name: string; readonly identityId: string | null };
  readonly needs: ProofsNeeded;
  readonly onRemoved: () => unknown;
  readonly onCancel: () => void;
}

/** Links an identity, at the provider itself, or removes the link: with password and code again, because who holds a session may be a thief. */
export function WayForm({ provider, needs, onRemoved, onCancel }: WayFormProps) {
  const t = useTranslations("identity.waysIn");
  const { client, failure, clientId } = useAccountSite();
  const { identityId, name } = provider;
  const change = useMutation({
    mutationFn: async (proofs: OwnerProofs) => {
      if (identityId !== null) return client.identity.unlink.mutate({ identityId, ...proofs }).then(() => null);
      return client.identity.beginLink.mutate({ providerId: provider.id, ...proofs, ...(clientId !== undefined && { client: clientId }) });
    },
    onSuccess: (address) => (address === null ? onRemoved() : window.location.assign(address)),
  });
  return (
    <form
      method="dialog"
      className="grid max-w-md gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(proofsIn(event.currentTarget));
      }}
    >
      <p>{t(identityId === null ? "linkText" : "unlinkText", { provider: name })}</p>
      <ProofFields needs={needs} />
      {change.error && failure(change.error)}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" tone={identityId === null ? "primary" : "danger"} disabled={change.isPending || change.isSuccess}>
          {identityId === null ? t("go", { provider: name }) : t("remove")}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
