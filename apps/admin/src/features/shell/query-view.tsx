"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useErrorText } from "../../api/failure.ts";

interface Answer<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** A query's three faces: its place while it comes, what went wrong with a way on, or its data. */
export function QueryView<T>({
  query,
  rows = 5,
  children,
}: {
  readonly query: Answer<T>;
  /** Lines of the placeholder. */
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}) {
  const t = useTranslations("common");
  const errorText = useErrorText();
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return (
      <Alert tone="danger" title={errorText(query.error)} action={<Button onClick={() => query.refetch()}>{t("actions.retry")}</Button>} />
    );
  }
  return (
    <div aria-busy className="flex flex-col gap-2">
      <span className="sr-only">{t("states.loading")}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={index} className="h-11" />
      ))}
    </div>
  );
}
