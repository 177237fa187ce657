"use client";
import type { AddressChoice, DoubtfulAddress } from "@archipel/contracts/addresses.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { CandidateList } from "./candidate-list.tsx";
import type { TableRef } from "./counts.ts";

const CandidatesMap = dynamic(() => import("./candidates-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

interface SettleAddressesProps {
  readonly table: TableRef;
  readonly left: number;
}

/** The doubtful addresses, one by one: a person chooses a candidate, places the address by hand, or leaves it without a point. */
export function SettleAddresses({ table, left }: SettleAddressesProps) {
  const t = useTranslations("admin.addresses");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const rows = useQuery(api.addresses.doubtful.queryOptions(table));
  const settle = useMutation(
    api.addresses.settle.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.addresses.pathFilter()) }),
  );
  return (
    <QueryView query={rows} rows={4}>
      {([row]) =>
        row && (
          <div className="flex flex-col gap-3 rounded-card border border-line p-4">
            <OneAddress
              key={row.position}
              row={row}
              left={left}
              isPending={settle.isPending || (settle.isSuccess && settle.variables.position === row.position)}
              onChoose={(choice) => settle.mutate({ ...table, position: row.position, choice })}
            />
            {settle.error && <Alert tone="danger" title={errorText(settle.error)} isLive />}
            <p className="text-ink-muted text-small">{t("keys")}</p>
          </div>
        )
      }
    </QueryView>
  );
}

interface OneAddressProps {
  readonly row: DoubtfulAddress;
  readonly left: number;
  readonly isPending: boolean;
  readonly onChoose: (choice: AddressChoice) => void;
}

/** One address. Digits choose a candidate, S skips, M places by hand: only while the focus is in here. */
function OneAddress({ row, left, isPending, onChoose }: OneAddressProps) {
  const t = useTranslations("admin.addresses");
  const heading = useRef<HTMLHeadingElement>(null);
  const [isByHand, setByHand] = useState(false);
  const [shown, setShown] = useState(0);
  // The next address takes the focus, so that its first words are read and its keys work at once.
  useEffect(() => heading.current?.focus(), []);
  const choose = (choice: AddressChoice) => !isPending && onChoose(choice);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isByHand) return;
    const index = Number(event.key) - 1;
    if (row.candidates[index]) choose({ kind: "candidate", index });
    else if (event.key.toLowerCase() === "s") choose({ kind: "skip" });
    else if (event.key.toLowerCase() === "m") setByHand(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys repeat what its buttons do
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]" onKeyDown={onKeyDown}>
      <div className="flex min-w-0 flex-col gap-3">
        <div>
          <p className="text-ink-muted text-small">{t("row", { position: row.position, left })}</p>
          <h4 ref={heading} tabIndex={-1} className="wrap-anywhere text-title">
            {row.typed || t("noAddress")}
          </h4>
        </div>
        {row.candidates.length === 0 ? (
          <p className="text-ink-muted">{t("noCandidate")}</p>
        ) : (
          <CandidateList
            candidates={row.candidates}
            isPending={isPending}
            onShow={setShown}
            onChoose={(index) => choose({ kind: "candidate", index })}
          />
        )}
        <div className="flex flex-wrap gap-2">
          {!isByHand && <Button onClick={() => setByHand(true)}>{t("byHand")}</Button>}
          <Button tone="quiet" onClick={() => choose({ kind: "skip" })}>
            {t("skip")}
          </Button>
        </div>
      </div>
      <CandidatesMap
        label={t("map", { address: row.typed || t("noAddress") })}
        candidates={row.candidates}
        shown={shown}
        isByHand={isByHand}
        onPlaced={(lon, lat) => choose({ kind: "hand", lon, lat })}
        onCancel={() => setByHand(false)}
      />
    </div>
  );
}
