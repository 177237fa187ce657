"use client";
import { type ApiError, apiError } from "@archipel/api-client/errors.ts";
import type { ProcessingDescription } from "@archipel/contracts/processing.ts";
import { useFailureText } from "../../api/failure.ts";
import { useWords } from "./use-catalogue.ts";

/** The sentence of a refused run, which names parameters as the form does. */
export function useRunFailure(): (processing: ProcessingDescription | undefined, error: unknown) => { failure: ApiError; text: string } {
  const failureText = useFailureText();
  const words = useWords();
  return (processing, error) => {
    const failure = apiError(error);
    const named = processing?.parameters.find(({ key }) => key === failure.params.parameter);
    return { failure, text: failureText({ ...failure, params: { ...failure.params, ...(named && { parameter: words(named.label) }) } }) };
  };
}
