"use client";
import type { Check, CheckFinding } from "@archipel/contracts/checks.ts";
import type { RepairedRow } from "@archipel/contracts/repairs.ts";
import { isGeometry } from "@archipel/geo/geojson.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { useFindingWords } from "../findings/finding-words.ts";
import { RowFields } from "./row-fields.tsx";
import type { Repairs } from "./use-repairs.ts";
import { cellText } from "./value-text.ts";

const ShapeEdit = dynamic(() => import("./shape-edit.tsx"), { ssr: false, loading: () => <Skeleton className="h-80" /> });

interface RowDialogProps {
  readonly check: Check;
  /** The finding whose row is corrected; null closes the dialog. */
  readonly finding: CheckFinding | null;
  readonly repairs: Repairs;
  readonly onClose: () => void;
}

/** Corrects a row by hand, with the repairs already applied: its values, its shape, or its removal. */
export function RowDialog({ check, finding, repairs, onClose }: RowDialogProps) {
  const t = useTranslations("checks.repairs");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const { table, row, file } = finding ?? { table: null, row: null, file: null };
  const place = { communityId, checkId: check.id, table: table ?? "", row: row ?? 1, ...(file !== null && { file }) };
  const isOpen = table !== null && row !== null;
  const found = useQuery(api.repairs.row.queryOptions(place, { enabled: isOpen, staleTime: 0 }));
  return (
    <Dialog
      title={isOpen ? t("rowTitle", { table, row }) : ""}
      closeLabel={tc("close")}
      placement="wide"
      open={isOpen}
      onOpenChange={(open) => !open && onClose()}
    >
      {isOpen && (
        <QueryView query={found} rows={6}>
          {(data) =>
            data.isThere ? (
              <RowEditor key={`${data.file} ${data.table} ${data.row}`} row={data} place={place} repairs={repairs} onDone={onClose} />
            ) : (
              <p>{t("rowGone")}</p>
            )
          }
        </QueryView>
      )}
    </Dialog>
  );
}

interface RowEditorProps {
  readonly row: RepairedRow;
  readonly place: { communityId: string; checkId: string; table: string; row: number; file?: string };
  readonly repairs: Repairs;
  readonly onDone: () => void;
}

function RowEditor({ row, place, repairs, onDone }: RowEditorProps) {
  const t = useTranslations("checks.repairs");
  const api = useApi();
  const words = useFindingWords();
  const errorText = useErrorText();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [isDrawing, setDrawing] = useState(false);
  const [isSure, setSure] = useState(false);
  const onSuccess = (answer: { checkId: string }) => {
    onDone();
    repairs.onSuccess(answer);
  };
  const setValues = useMutation(api.repairs.setValues.mutationOptions({ onSuccess }));
  const setShape = useMutation(api.repairs.setShape.mutationOptions({ onSuccess }));
  const remove = useMutation(api.repairs.removeRow.mutationOptions({ onSuccess }));
  const values = row.fields.flatMap(({ name, value }) => {
    const text = typed[name];
    return text === undefined || text === cellText(value) ? [] : [{ field: name, value: text }];
  });
  const error = setValues.error ?? setShape.error ?? remove.error;
  const isPending = setValues.isPending || setShape.isPending || remove.isPending;
  return (
    <div className="flex flex-col gap-5">
      {row.findings.length > 0 && (
        <ul className="flex flex-col gap-1 text-danger-ink text-small">
          {row.findings.map((finding) => (
            <li key={finding.sequence}>{[finding.field, words.what(finding) || finding.code].filter(Boolean).join(" · ")}</li>
          ))}
        </ul>
      )}
      {error && <Alert tone="danger" isLive title={errorText(error)} />}
      <form
        method="dialog"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (values.length > 0) setValues.mutate({ ...place, values });
        }}
      >
        <RowFields row={row} typed={typed} onType={(name, text) => setTyped({ ...typed, [name]: text })} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" tone="primary" disabled={isPending} {...(values.length === 0 && { disabledReason: t("nothingChanged") })}>
            {isPending ? t("saving") : t("save")}
          </Button>
          {row.hasShape && !isDrawing && (
            <Button onClick={() => setDrawing(true)} {...(row.shape === null && { disabledReason: t("noShape") })}>
              <Pencil aria-hidden className="size-4" />
              {t("draw")}
            </Button>
          )}
          <Button tone={isSure ? "danger" : "quiet"} disabled={isPending} onClick={() => (isSure ? remove.mutate(place) : setSure(true))}>
            <Trash2 aria-hidden className="size-4" />
            {t(isSure ? "removeSure" : "remove")}
          </Button>
        </div>
      </form>
      {isDrawing && isGeometry(row.shape) && (
        <ShapeEdit
          row={row.row}
          shape={row.shape}
          isPending={isPending}
          onSave={(shape) => setShape.mutate({ ...place, shape: { ...shape } })}
        />
      )}
    </div>
  );
}
