"use client";
import type { fieldValues, LayerSummary } from "@archipel/contracts/layers.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";

/** Reads the values of a field, to make classes. An answer that arrives after the editor is closed is dropped. */
export function useLayerValues(layer: Pick<LayerSummary, "id">) {
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [isReading, setReading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const read = async (column: string, use: (values: z.infer<typeof fieldValues>) => void) => {
    setReading(true);
    setError(null);
    try {
      const values = await queryClient.fetchQuery(api.layers.values.queryOptions({ layerId: layer.id, column }));
      if (isHere.current) use(values);
    } catch (failure) {
      setError(errorText(failure));
    }
    setReading(false);
  };
  return { isReading, error, read };
}
