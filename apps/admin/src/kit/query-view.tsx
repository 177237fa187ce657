"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useErrorText } from "../api/failure.ts";

interface Answer<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** The three states of a query: a placeholder while it loads, its error with a retry or a link, or its data. */
export function QueryView<T>({
  query,
  rows = 5,
  back,
  children,
}: {
  readonly query: Answer<T>;
  /** Lines of the placeholder. */
  readonly rows?: number;
  /** For a page about one thing: where to go when it does not exist. */
  readonly back?: { readonly label: string; readonly href: string };
  readonly children: (data: T) => ReactNode;
}) {
  const t = useTranslations();
  const errorText = useErrorText();
  if (query.data !== undefined) return children(query.data);
  if (query.error && back && [400, 404].includes(apiError(query.error).status)) {
    const title = apiError(query.error).status === 404 ? errorText(query.error) : t("admin.gate.pageNotFound");
    return (
      <>
        <h1 className="sr-only">{title}</h1>
        <EmptyState
          title={title}
          action={
            <Link href={back.href} className={buttonClass({ tone: "primary" })}>
              {back.label}
            </Link>
          }
        />
      </>
    );
  }
  if (query.error) {
    return (
      <Alert
        tone="danger"
        title={errorText(query.error)}
        action={<Button onClick={() => query.refetch()}>{t("common.actions.retry")}</Button>}
      />
    );
  }
  return (
    <div aria-busy className="flex flex-col gap-2">
      <span className="sr-only">{t("common.states.loading")}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={index} className="h-11" />
      ))}
    </div>
  );
}
