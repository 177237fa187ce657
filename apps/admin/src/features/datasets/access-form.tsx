"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { RecordEditor } from "./metadata-form.tsx";
import { RecordAccess } from "./record-fields.tsx";

export function AccessForm({ dataset }: { readonly dataset: Dataset }) {
  return <RecordEditor dataset={dataset}>{(form, disabled) => <RecordAccess form={form} disabled={disabled} />}</RecordEditor>;
}
