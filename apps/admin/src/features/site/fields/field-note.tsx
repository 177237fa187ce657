"use client";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useFields } from "./fields-context.tsx";

/** The hint and the error of a field: an error makes it invalid; a warning is a hint that stays visible. */
export function useFieldNotes(where: string, hint?: ReactNode): { readonly hint?: ReactNode; readonly error?: string } {
  const problem = useFields().problemAt(where);
  if (problem?.isError) return { hint, error: problem.text };
  if (!problem) return { hint };
  return {
    hint: (
      <>
        {hint && <span className="block">{hint}</span>}
        <Warning>{problem.text}</Warning>
      </>
    ),
  };
}

export function Warning({ children }: { readonly children: ReactNode }) {
  return (
    <span className="flex items-start gap-1.5 text-warning">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </span>
  );
}
