"use client";
import type { AddressParts as Parts } from "@archipel/contracts/addresses.ts";
import type { UploadLayer } from "@archipel/contracts/uploads.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { MapPin } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import type { TableRef } from "./counts.ts";

interface AddressPartsProps {
  readonly table: TableRef;
  readonly layer: UploadLayer;
  readonly lockedReason?: string | undefined;
  readonly onStarted: () => Promise<void>;
}

const NAMES = ["address", "number", "postcode", "town"] as const;
const NONE: Parts = { address: "", number: null, postcode: null, town: null };

/** The columns that hold the addresses, as they were recognised; the person may correct them. */
export function AddressParts({ table, layer, lockedReason, onStarted }: AddressPartsProps) {
  const t = useTranslations("admin.addresses");
  const api = useApi();
  const errorText = useErrorText();
  const suggested = useQuery(api.addresses.suggest.queryOptions(table, { staleTime: Number.POSITIVE_INFINITY }));
  const [changed, setChanged] = useState<Parts | null>(null);
  const place = useMutation(api.addresses.place.mutationOptions({ onSuccess: onStarted }));
  const columns = layer.fields.map(({ name }) => ({ value: name, label: name }));
  return (
    <QueryView query={suggested} rows={3}>
      {({ parts: found, examples }) => {
        const parts = changed ?? found ?? NONE;
        const reason = lockedReason ?? (parts.address === "" ? t("chooseAddress") : undefined);
        return (
          <>
            <p className="max-w-prose text-ink-muted">{t(found ? "recognised" : "notRecognised")}</p>
            <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
              {NAMES.map((name) => (
                <Field key={name} label={t(`parts.${name}`)}>
                  {(control) => (
                    <Select
                      {...control}
                      value={parts[name] ?? ""}
                      options={[{ value: "", label: t(name === "address" ? "choose" : "noColumn") }, ...columns]}
                      onChange={({ target }) => setChanged({ ...parts, [name]: name === "address" ? target.value : target.value || null })}
                    />
                  )}
                </Field>
              ))}
            </div>
            {changed === null && examples.length > 0 && (
              <div>
                <p className="text-ink-muted text-small">{t("examples")}</p>
                <ul className="list-inside list-disc">
                  {examples.map((example, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the examples never change their order
                    <li key={index}>{example || t("noAddress")}</li>
                  ))}
                </ul>
              </div>
            )}
            {place.error && <Alert tone="danger" title={errorText(place.error)} isLive />}
            <Button
              tone="primary"
              className="self-start"
              aria-busy={place.isPending}
              onClick={() => !place.isPending && place.mutate({ ...table, parts })}
              {...(reason && { disabledReason: reason })}
            >
              <MapPin aria-hidden className="size-4" />
              {t("place", { count: layer.featureCount })}
            </Button>
          </>
        );
      }}
    </QueryView>
  );
}
