"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { useErrorText } from "../api/failure.ts";

/** What core-api refused, in the person's language. */
export function FailureAlert({ error }: { readonly error: unknown }) {
  return <Alert tone="danger" title={useErrorText()(error)} isLive />;
}
