"use client";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { useTranslations } from "next-intl";

interface AddressListProps {
  readonly addresses: { readonly redirectUri: string; readonly signOutUri: string };
}

/** The addresses that the institution registers before it issues a client id. */
export function AddressList({ addresses }: AddressListProps) {
  const t = useTranslations("admin.platform.providers");
  return (
    <dl className="grid gap-3">
      {(["redirectUri", "signOutUri"] as const).map((key) => (
        <div key={key} className="grid gap-1">
          <dt className="font-medium">{t(key)}</dt>
          <dd className="flex gap-2 max-sm:flex-col max-sm:items-start sm:items-center">
            <code className="min-w-0 flex-1 break-all rounded-control bg-sunken px-3 py-2 text-small">{addresses[key]}</code>
            <CopyButton text={addresses[key]} label={t("copy")} copiedLabel={t("copied")} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
