"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import { useTranslations } from "next-intl";
import type { FieldError, FieldValues, Path, UseFormSetError } from "react-hook-form";
import { useFailureText } from "../../api/failure.ts";

const KNOWN = ["too_small", "too_big", "invalid_format", "invalid_type", "custom"] as const;

/** The sentence of a field's error: by kind for a rule of the contract, or core-api's own message. */
export function useFieldError(): (error: FieldError | undefined) => string | undefined {
  const t = useTranslations("admin.forms");
  return (error) => {
    if (!error) return undefined;
    if (error.type === "server" && error.message) return error.message;
    if (error.type === "too_small" && isEmpty(error.ref)) return t("invalid_type");
    // The contract's own sentence has the limit, in English.
    const most = error.type === "too_big" ? /\d+/.exec(error.message ?? "")?.[0] : undefined;
    if (most !== undefined && isText(error.ref)) return t("too_long", { most: Number(most), count: error.ref.value.length });
    const kind = KNOWN.find((known) => known === error.type) ?? "custom";
    return t(kind);
  };
}

const isText = (input: unknown): input is { readonly value: string; readonly type: string } =>
  typeof input === "object" &&
  input !== null &&
  "value" in input &&
  typeof input.value === "string" &&
  "type" in input &&
  input.type !== "number";

/** Whether nothing is typed in the input of an error: it is not too short, it is missing. */
const isEmpty = (input: unknown): boolean => typeof input === "object" && input !== null && "value" in input && input.value === "";

/**
 * Shows an error of core-api at the inputs it names. Returns true when all of it is shown so; otherwise the caller shows the message.
 * `pathOf` turns a path of the call's input into the form's (`record.title` → `title`); null for a path without an input.
 */
export function useServerErrors<T extends FieldValues>(setError: UseFormSetError<T>, pathOf: (path: string) => Path<T> | null) {
  const failureText = useFailureText();
  const t = useTranslations("admin.forms");
  return (error: unknown): boolean => {
    const failure = apiError(error);
    const named = failure.field
      ? [{ path: failure.field, message: failureText(failure) }]
      : failure.fields.map(({ path, code }) => ({ path, message: t(KNOWN.find((known) => known === code) ?? "custom") }));
    const tied = named.flatMap(({ path, message }) => {
      const name = pathOf(path);
      return name ? [{ name, message }] : [];
    });
    for (const [index, { name, message }] of tied.entries()) setError(name, { type: "server", message }, { shouldFocus: index === 0 });
    return named.length > 0 && tied.length === named.length;
  };
}
