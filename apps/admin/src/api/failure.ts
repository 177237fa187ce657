"use client";
import { type ApiError, apiError } from "@archipel/api-client/errors.ts";
import { useTranslations } from "next-intl";

/** The sentence of an error: what happened and how to repair it. */
export function useFailureText(): (failure: Pick<ApiError, "code" | "params" | "reference">) => string {
  const t = useTranslations("errors");
  return ({ code, params, reference }) => {
    const sentence = t.has(code as never) ? t(code as never, params as never) : t("unknown");
    return reference === undefined ? sentence : `${sentence} ${t("reference", { id: reference })}`;
  };
}

/** The sentence of a failed call. */
export function useErrorText(): (error: unknown) => string {
  const text = useFailureText();
  return (error) => text(apiError(error));
}
