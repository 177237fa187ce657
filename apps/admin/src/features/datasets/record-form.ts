import { type DatasetRecord, datasetRecord } from "@archipel/contracts/datasets.ts";
import { zodResolver } from "@hookform/resolvers/zod";
import { type UseFormReturn, useForm } from "react-hook-form";
import type { z } from "zod";

export type RecordInput = z.input<typeof datasetRecord>;
export type RecordForm = UseFormReturn<RecordInput, unknown, DatasetRecord>;

/** A dataset's metadata as a form, validated by the same contract as in core-api. */
export function useRecordForm(values: Partial<RecordInput> & { readonly title: string }): RecordForm {
  return useForm<RecordInput, unknown, DatasetRecord>({
    resolver: zodResolver(datasetRecord),
    // A newer answer of core-api does not overwrite unsaved changes.
    values: { ...datasetRecord.parse({ title: "-" }), ...values },
    resetOptions: { keepDirtyValues: true },
    mode: "onBlur",
  });
}

/** The input of the form for a path of the call's input; null when the form has no input for it. */
export function recordPath(path: string): keyof RecordInput | null {
  const name = path.split(".").at(-1) ?? "";
  return name in datasetRecord.shape ? (name as keyof RecordInput) : null;
}
