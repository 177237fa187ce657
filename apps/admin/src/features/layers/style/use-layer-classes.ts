"use client";
import type { ComputedMethod, FieldClasses, fieldValues, LayerSummary } from "@archipel/contracts/layers.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { z } from "zod";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";

/** Reads what classes are made from. An answer that arrives after the editor is closed, or after a newer question, is dropped. */
export function useLayerClasses(layer: Pick<LayerSummary, "id">) {
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [isReading, setReading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const asked = useRef(0);
  useEffect(
    () => () => {
      asked.current++;
    },
    [],
  );
  const read = async <Answer>(question: () => Promise<Answer>, use: (answer: Answer) => void) => {
    const own = ++asked.current;
    setReading(true);
    setError(null);
    try {
      const answer = await question();
      if (own === asked.current) use(answer);
    } catch (failure) {
      if (own === asked.current) setError(errorText(failure));
    }
    if (own === asked.current) setReading(false);
  };
  return {
    isReading,
    error,
    /** The values of a field, most frequent first. */
    readValues: (column: string, use: (values: z.infer<typeof fieldValues>) => void) =>
      read(() => queryClient.fetchQuery(api.layers.values.queryOptions({ layerId: layer.id, column })), use),
    readClasses: (column: string, method: ComputedMethod, count: number, use: (classes: FieldClasses) => void) =>
      read(() => queryClient.fetchQuery(api.layers.classes.queryOptions({ layerId: layer.id, column, method, count })), use),
  };
}
